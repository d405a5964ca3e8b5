// Package telemetry sets up the logger and the metrics of a service.
//
//	log.go      Logger: slog as JSON, or as coloured text for terminals; secrets are redacted
//	metrics.go  Registry: one for each server, because several run in one process; Requests
//	gauge.go    Gauge: one number
//
// Labels of metrics are values from the code (routes, methods, status), never from a request:
// otherwise anybody could create any number of time series.
package telemetry
