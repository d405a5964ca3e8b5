// Package client is the client of RFC 6749 §1.1, as a service: a backend for frontend
// (client/bff) with the pages of Notes. Its command is client/cmd/client.
package client

import "quartet.example/client/bff"

// Config is every setting of the service.
type Config = bff.Config

// Deps are what a server is given.
type Deps = bff.Deps

// New makes the service.
func New(cfg Config, deps Deps) (*bff.Server, error) { return bff.New(cfg, deps) }
