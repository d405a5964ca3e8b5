package authserver

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"quartet.example/authserver/internal/control"
	"quartet.example/authserver/internal/control/api"
	"quartet.example/authserver/internal/login"
	"quartet.example/shared/config"
)

// Control returns the verbs with which tests control the server. It returns nil in production.
func (s *Server) Control() *control.Control { return s.control }

// control makes the verbs. handler is the whole server.
func (p *parts) control(handler http.Handler) *control.Control {
	if p.cfg.Profile != config.Dev {
		return nil
	}
	return control.New(control.Options{
		Issuer: p.cfg.Issuer, Handler: handler, Directory: p.dir, Keys: p.keys, Minter: p.mint, Sessions: p.sessions,
		Now: p.deps.Now, Clock: p.deps.Clock, GrantTTL: p.cfg.GrantTTL, Store: p.store,
		Seed: p.seed, SeedOptions: p.seedOptions(),
	})
}

// users returns the users of the sign-in page.
func (p *parts) users() login.Users {
	if p.cfg.Profile != config.Dev {
		return p.dir
	}
	return control.Users{Directory: p.dir}
}

// controlAPI mounts the control API. Production has none of its routes.
func (p *parts) controlAPI(e *echo.Echo, verbs *control.Control) {
	if verbs == nil {
		return
	}
	(&api.Handler{Issuer: p.cfg.Issuer, Guard: api.NewGuard(p.cfg.Issuer, p.cfg.ControlToken), Verbs: verbs, Now: p.deps.Now}).Mount(e)
}
