package authserver

import (
	"context"
	"net/http"

	"quartet.example/shared/config"
	"quartet.example/shared/telemetry"
	"quartet.example/shared/trace"
	"quartet.example/shared/web"
)

// bodyLimit lets a token of 100 KB reach the introspection endpoint, which says
// of it what it says of any other (RFC 7662 §2.2).
const bodyLimit = "256K"

// Server is an authorization server, ready to serve.
type Server struct {
	http.Handler

	parts   *parts
	watcher *watcher
}

// New wires a server. It fails with every problem of the settings at once, then
// with every problem of the seed file, if Redis is away, or if the signing keys
// there are sealed with another key.
func New(cfg Config, deps Deps) (*Server, error) {
	if err := cfg.validate(); err != nil {
		return nil, err
	}
	deps = deps.WithDefaults(cfg.Service())
	o, err := open(context.Background(), cfg, deps)
	if err != nil {
		return nil, err
	}
	parts, err := wire(o)
	if err != nil {
		o.keys.Close()
		return nil, err
	}
	e := web.New(web.Options{
		Service: trace.AuthServer, Log: deps.Log, Now: deps.Now, Meter: telemetry.NewRequests(deps.Metrics), BodyLimit: bodyLimit,
		TrustedProxies: cfg.TrustedProxies, HSTS: cfg.hsts(), Dev: cfg.Profile == config.Dev,
		Recorder: deps.Trace, ErrorPage: parts.pages.Error, Machine: forPrograms, Open: openToOrigins(),
	})
	e.Use(web.LeadTo(cfg.Issuer, isPage))
	parts.routes(e)
	if cfg.Profile == config.Dev {
		deps.Log.Warn("dev profile: http, demo users and demo secrets are accepted; not for production")
	}
	return &Server{Handler: below(pathOf(cfg.Issuer), e), parts: parts, watcher: watch(o)}, nil
}

// Close ends what runs in the background: logout tokens that wait for another
// try get their last one. Its error is always nil.
func (s *Server) Close() error {
	s.watcher.close()
	s.parts.notices.Close()
	s.parts.events.Close()
	s.parts.keys.Close()
	return nil
}
