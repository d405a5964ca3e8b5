package telemetry

import (
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
)

// Registry makes the metrics registry of one server, with the figures of the Go
// runtime and of the process.
func Registry() *prometheus.Registry {
	r := prometheus.NewRegistry()
	r.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return r
}

// Requests measures answered requests: http_server_request_duration_seconds by
// method, route and status. A nil *Requests measures nothing.
// It also counts what named checks refused: checks_refused_total by check.
type Requests struct {
	duration *prometheus.HistogramVec
	refused  *prometheus.CounterVec
}

// NewRequests registers the metric; nil for a nil registry.
func NewRequests(r *prometheus.Registry) *Requests {
	if r == nil {
		return nil
	}
	q := &Requests{duration: prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name:    "http_server_request_duration_seconds",
		Help:    "Time from the first byte of a request to the last of its answer.",
		Buckets: []float64{.0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5},
	}, []string{"method", "route", "status"})}
	q.refused = prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "checks_refused_total",
		Help: "Requests that a named check refused, by its id (docs/defences.md).",
	}, []string{"check"})
	r.MustRegister(q.duration, q.refused)
	return q
}

// Observe counts one request. The route is the pattern that was registered, ""
// for none; it is never the path that was asked for.
func (q *Requests) Observe(method, route string, status int, took time.Duration) {
	if q == nil {
		return
	}
	if route == "" {
		route = "none"
	}
	q.duration.WithLabelValues(known(method), route, strconv.Itoa(status)).Observe(took.Seconds())
}

// Refused counts a refusal by a check, however it is written: as an error, in a
// redirect, or on a page. The id is one that the code declares, so a
// stranger cannot make series; "" is no check.
func (q *Requests) Refused(check string) {
	if q != nil && check != "" {
		q.refused.WithLabelValues(check).Inc()
	}
}

func known(method string) string {
	switch method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions:
		return method
	}
	return "other"
}
