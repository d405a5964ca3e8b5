package session

import "github.com/prometheus/client_golang/prometheus"

// How a session ended, for the log and for operators.
type how string

const (
	byBrowser how = "ended by its browser"
	byAnother how = "ended from another session"

	byReplacement how = "replaced by a new sign-in in its browser"

	byIssuer how = "signed out at the issuer"
)

// Measure registers the metrics of an ender; r may be nil. Sessions that run out
// are not counted: nobody ends them.
func (e *Ender) Measure(r *prometheus.Registry) {
	if r == nil {
		return
	}
	e.ended = prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "client_sessions_ended_total", Help: "Sessions that somebody ended, by how.",
	}, []string{"how"})
	for _, h := range []how{byBrowser, byAnother, byReplacement, byIssuer} {
		e.ended.WithLabelValues(string(h))
	}
	r.MustRegister(e.ended)
}

func (e *Ender) count(h how) {
	if e.ended != nil {
		e.ended.WithLabelValues(string(h)).Inc()
	}
}
