package client

import (
	"github.com/prometheus/client_golang/prometheus"

	"quartet.example/client/bff"
	"quartet.example/shared/telemetry"
)

// measure registers the counts of the backend; r may be nil.
func measure(r *prometheus.Registry, backend *bff.Server) {
	if r == nil {
		return
	}
	stats := backend.Stats()
	for outcome := range stats.Refreshes {
		r.MustRegister(prometheus.NewCounterFunc(prometheus.CounterOpts{
			Name: "client_refreshes_total", Help: "Refreshes of token sets, by outcome.", ConstLabels: prometheus.Labels{"outcome": outcome},
		}, func() float64 { return float64(backend.Stats().Refreshes[outcome]) }))
	}
	for how := range stats.SessionsEnded {
		r.MustRegister(prometheus.NewCounterFunc(prometheus.CounterOpts{
			Name: "client_sessions_ended_total", Help: "Sessions that somebody ended, by how.", ConstLabels: prometheus.Labels{"how": how},
		}, func() float64 { return float64(backend.Stats().SessionsEnded[how]) }))
	}
	telemetry.Gauge(r, "client_refresh_circuit_open", "1 while the authorization server does not answer refreshes and is left alone.", func() float64 {
		if backend.Stats().CircuitOpen {
			return 1
		}
		return 0
	})
}
