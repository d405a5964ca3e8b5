package authserver

import (
	"context"
	"net/http"

	"github.com/labstack/echo/v4"

	"quartet.example/authserver/internal/control"
	"quartet.example/authserver/internal/tenants"
	"quartet.example/shared/config"
	"quartet.example/shared/telemetry"
	"quartet.example/shared/trace"
	"quartet.example/shared/trace/state"
	"quartet.example/shared/web"
)

// bodyLimit is the longest request body. A token of 100 KB must reach the introspection endpoint,
// which answers that it is not active, as for every other unknown token (RFC 7662 §2.2).
const bodyLimit = "256K"

// Server is an authorization server, ready to serve.
type Server struct {
	http.Handler

	parts   *parts
	watcher *watcher
	state   *state.Answerer  // nil unless messages are recorded
	control *control.Control // nil in production
	tenants *tenants.Tenants // nil in production, and in the server of a tenant
	echo    *echo.Echo       // the routes
}

// New makes a server. It returns all problems of the settings in one error. If the settings are
// correct, it returns an error for a wrong seed file, for a Redis that does not answer, and for
// signing keys in Redis that were encrypted with another seal key.
func New(cfg Config, deps Deps) (*Server, error) {
	if err := cfg.validate(); err != nil {
		return nil, err
	}
	s, err := assemble(cfg, deps.WithDefaults(cfg.Service()))
	if err != nil {
		return nil, err
	}
	s.state = s.parts.holdings()
	if cfg.Profile == config.Dev {
		s.parts.deps.Log.Warn("dev profile: http, demo users and demo secrets are accepted; not for production")
		s.serveTenants()
	}
	return s, nil
}

// assemble makes the server of one issuer. What a process has once is not in it: the answers to the
// inspector's question what the server holds, and the further issuers.
func assemble(cfg Config, deps Deps) (*Server, error) {
	o, err := open(context.Background(), cfg, deps)
	if err != nil {
		return nil, err
	}
	parts, err := wire(o)
	if err != nil {
		return nil, err
	}
	e := web.New(web.Options{
		Service: trace.AuthServer, Log: deps.Log, Now: deps.Now, Meter: telemetry.NewRequests(deps.Metrics), BodyLimit: bodyLimit, LongBody: longBody(cfg.Profile),
		TrustedProxies: cfg.TrustedProxies, HSTS: cfg.Profile.HSTS(cfg.HSTSMaxAge), Dev: cfg.Profile == config.Dev, Inspector: cfg.InspectorURL,
		Recorder: deps.Trace, ErrorPage: parts.pages.Error, Machine: forPrograms, Open: refuseTenant(openToOrigins),
		Context: parts.writes.Context, // the sender of each request, whose writes to the store are limited
	})
	parts.routes(e)
	handler, verbs := parts.testable(e)
	parts.controlAPI(e, verbs)
	return &Server{Handler: handler, parts: parts, watcher: watch(o), control: verbs, echo: e}, nil
}

// Close ends the background work and waits for it, and refuses the requests that a fault delays. Logout
// tokens that are waiting for a retry are sent one last time. If a signing key is being generated, a
// goroutine completes and discards it later. Its error is always nil.
func (s *Server) Close() error {
	if s.control != nil {
		s.control.Faults.Close()
	}
	if s.tenants != nil {
		_ = s.tenants.Close()
	}
	_ = s.state.Close()
	s.watcher.close()
	s.parts.notices.Close()
	s.parts.events.Close()
	return nil
}
