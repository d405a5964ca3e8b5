package resourceserver

import (
	"errors"
	"fmt"
	"net/http"

	"quartet.example/shared/config"
	"quartet.example/shared/telemetry"
	"quartet.example/shared/trace"
	"quartet.example/shared/trace/state"
	"quartet.example/shared/web"
)

// Server is a resource server, ready to serve.
type Server struct {
	http.Handler

	parts *parts
	state *state.Answerer // nil unless messages are recorded
}

// New wires a server. Neither Redis nor the issuer need be there yet: until they
// are, requests are answered 503.
func New(cfg Config, deps Deps) (*Server, error) {
	if err := cfg.validate(); err != nil {
		return nil, fmt.Errorf("resourceserver: %w", err)
	}
	deps = deps.WithDefaults(cfg.Service())
	parts, err := wire(cfg, deps)
	if err != nil {
		return nil, fmt.Errorf("resourceserver: %w", err)
	}
	e := web.New(web.Options{
		Service: trace.ResourceServer, Log: deps.Log, Now: deps.Now, Meter: telemetry.NewRequests(deps.Metrics),
		TrustedProxies: cfg.TrustedProxies, HSTS: cfg.Profile.HSTS(cfg.HSTSMaxAge), Dev: cfg.Profile == config.Dev,
		Recorder: deps.Trace, Machine: func(*http.Request) bool { return true },
	})
	parts.routes(e)
	return &Server{Handler: e, parts: parts, state: parts.holdings()}, nil
}

// Close ends what runs in the background. Its error is always nil.
func (s *Server) Close() error {
	return errors.Join(s.state.Close(), s.parts.tokens.Close(), s.parts.revoked.close())
}
