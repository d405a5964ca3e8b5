// Package client is the client of RFC 6749 §1.1 as a service: a web application that reads and
// writes a user's notes at the resource server, with the user's permission.
//
// The package client/bff does the work: signing in, sessions, tokens, the proxy at /api/. This
// package is one importer of it, and adds what an application has of its own:
//
//	config.go    the settings: flags, CLIENT_* variables, their defaults and the demo's
//	deps.go      what New is given
//	backend.go   the settings of bff
//	client.go    New: bff beside the pages
//	routes.go    the pages and the probes
//	pages.go     the page of an error, and what is around all pages
//	metrics.go   the counts of bff, for Prometheus
//	internal/ui  the pages of Notes
//
// An application of your own imports client/bff (docs/backend-for-frontend.md).
package client
