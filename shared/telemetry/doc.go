// Package telemetry is how a service tells what it does: a logger and metrics.
//
//	log.go      Logger: slog as JSON for machines, in colour for terminals; never a secret
//	metrics.go  Registry: one per server, because several run in one process; Requests
//
// Labels of metrics come from the code (routes, methods, status), never from a
// caller: a stranger must not be able to make series.
package telemetry
