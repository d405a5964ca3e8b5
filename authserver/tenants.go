package authserver

import (
	"context"
	"errors"
	"time"

	"github.com/labstack/echo/v4"

	"quartet.example/authserver/internal/tenants"
	"quartet.example/shared/democlock"
	"quartet.example/shared/redisconn/embedded"
)

// serveTenants makes the server also answer for the issuers below its own.
func (s *Server) serveTenants() {
	cfg, deps := s.parts.cfg, s.parts.deps
	if cfg.Tenants == 0 {
		return
	}
	var routes []string
	for _, route := range s.echo.Routes() {
		routes = append(routes, route.Path)
	}
	s.tenants = tenants.New(tenants.Options{
		Path: pathOf(cfg.Issuer), Routes: routes, Max: cfg.Tenants, Base: s.Handler,
		Make: func(name string) (tenants.Server, error) { return openTenant(name, cfg, deps) },
		Ended: func(name string) {
			deps.Log.Warn("an issuer ended to make room for another one", "tenant", name, "maximum", cfg.Tenants)
		},
	})
	s.Handler = s.control.Serving(s.tenants)
}

// refuseTenant returns an Open of web.Options that answers requests for tenants that could not be made.
func refuseTenant(next func(echo.Context) (bool, error)) func(echo.Context) (bool, error) {
	return func(c echo.Context) (bool, error) {
		if err := tenants.Refusal(c.Request().Context()); err != nil {
			return false, err
		}
		return next(c)
	}
}

// tenantServer is the server of a tenant with the Redis and the clock that belong to it.
type tenantServer struct {
	*Server
	end func() error
}

// openTenant makes the server of the issuer with that name below the issuer of cfg. Users, clients and
// settings are those of cfg; keys, state and clock are its own, and end with it.
func openTenant(name string, cfg Config, deps Deps) (tenantServer, error) {
	cfg.Issuer, cfg.CookiePrefix = cfg.Issuer+"/"+name, cfg.CookiePrefix+name+"." // two issuers on one host, and no other cookie has a dot
	cfg.isTenant = true
	cfg.RedisURL, cfg.SealKey = "", "" // random, and lost with the embedded Redis
	ctx, stop := context.WithCancel(context.Background())
	conn, err := embedded.Open(ctx, "")
	if err != nil {
		stop()
		return tenantServer{}, err
	}
	end := func() error { stop(); return conn.Close() }
	clock := democlock.Open(ctx, conn, unmoved(deps))
	s, err := assemble(cfg, Deps{
		Redis: conn, Log: deps.Log.With("tenant", name), Trace: deps.Trace, HTTP: deps.HTTP, Roots: deps.Roots, Now: clock.Now, Clock: clock,
	}.WithDefaults(cfg.Service()))
	if err != nil {
		return tenantServer{}, errors.Join(err, end())
	}
	return tenantServer{s, end}, nil
}

// unmoved returns the clock of the process without the time by which the demo moved it.
func unmoved(deps Deps) func() time.Time {
	if deps.Clock == nil {
		return deps.Now
	}
	return func() time.Time { return deps.Now().Add(-deps.Clock.Ahead()) }
}

// Close ends the server of the tenant, and its Redis.
func (t tenantServer) Close() error { return errors.Join(t.Server.Close(), t.end()) }
