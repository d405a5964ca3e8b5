package telemetry

import (
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// Registry returns a metrics registry for one server, with the metrics of the Go runtime and of
// the process.
func Registry() *prometheus.Registry {
	r := prometheus.NewRegistry()
	r.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return r
}

// Handler answers /metrics with what is in the registry; nil for a nil registry.
func Handler(r *prometheus.Registry) http.Handler {
	if r == nil {
		return nil
	}
	return promhttp.HandlerFor(r, promhttp.HandlerOpts{})
}

// Requests measures the duration of requests by method, route and status
// (http_server_request_duration_seconds), and counts refusals by check (checks_refused_total). A
// nil *Requests does nothing.
type Requests struct {
	duration *prometheus.HistogramVec
	refused  *prometheus.CounterVec
}

// NewRequests registers the metrics. It returns nil if r is nil.
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

// Observe records one request. route is the registered pattern, never the path of the request; ""
// means that no route matched.
func (q *Requests) Observe(method, route string, status int, took time.Duration) {
	if q == nil {
		return
	}
	if route == "" {
		route = "none"
	}
	q.duration.WithLabelValues(known(method), route, strconv.Itoa(status)).Observe(took.Seconds())
}

// Refused counts a refusal by the check with that id, whether it was sent as an error, in a
// redirect, or on a page. Ids come from the code, so a request cannot create new time series. ""
// is ignored.
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
