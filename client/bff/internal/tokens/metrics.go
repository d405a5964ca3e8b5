package tokens

import "github.com/prometheus/client_golang/prometheus"

// Metrics is what an operator sees of the refreshes. A nil Metrics counts
// nothing.
type Metrics struct{ refreshes *prometheus.CounterVec }

type outcome string

const (
	renewed outcome = "renewed" // a new set, stored
	kept    outcome = "kept"    // no answer, or one of no use: the session is as it was
	ended   outcome = "ended"   // the session is over: invalid_grant, or tokens of somebody else
	lost    outcome = "lost"    // the store stayed away: the session will end
)

// Measure registers the metrics of a keeper; r may be nil.
func (k *Keeper) Measure(r *prometheus.Registry) {
	if r == nil {
		return
	}
	k.Metrics = &Metrics{prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "client_refreshes_total", Help: "Refreshes of token sets, by outcome.",
	}, []string{"outcome"})}
	for _, o := range []outcome{renewed, kept, ended, lost} {
		k.Metrics.refreshes.WithLabelValues(string(o))
	}
	r.MustRegister(k.Metrics.refreshes, prometheus.NewGaugeFunc(prometheus.GaugeOpts{
		Name: "client_refresh_circuit_open", Help: "1 while the authorization server does not answer refreshes and is left alone.",
	}, func() float64 {
		if k.circuits.anyOpen() {
			return 1
		}
		return 0
	}))
}

func (m *Metrics) count(o outcome) {
	if m != nil {
		m.refreshes.WithLabelValues(string(o)).Inc()
	}
}
