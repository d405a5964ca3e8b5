package telemetry

import "github.com/prometheus/client_golang/prometheus"

// Gauge registers a metric with that name, whose value is the result of now at each scrape. If r
// is nil or the name is already registered, it does nothing.
func Gauge(r *prometheus.Registry, name, help string, now func() float64) {
	if r == nil {
		return
	}
	_ = r.Register(prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: name, Help: help}, now))
}
