package bff

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"quartet.example/shared/redisconn"
	"quartet.example/shared/trace"
	"quartet.example/shared/trace/state"
	"quartet.example/shared/web"
)

// Server is the backend for frontend. Handler, Mount and ServeHTTP answer its routes; Protect,
// Recognize, User and Client are for the pages of the application. It is safe for concurrent use.
// Servers on one Redis with one SealKey behave as one.
type Server struct {
	*parts
	echo  *echo.Echo
	extra *echo.Echo      // see answer
	state *state.Answerer // nil unless messages are recorded
}

// New returns a Server. It returns every problem of the settings at once. It connects to nothing
// yet, so Redis and the issuer may be down.
func New(cfg Config) (*Server, error) {
	cfg = cfg.withDefaults()
	err := cfg.validate()
	if cfg.Redis == nil {
		err = errors.Join(err, errors.New("redis: is missing"))
	}
	if err != nil {
		return nil, fmt.Errorf("bff: %w", err)
	}
	p, err := wire(cfg)
	if err != nil {
		return nil, fmt.Errorf("bff: %w", err)
	}
	options := web.Options{
		Service: trace.Client, Log: cfg.Log, Now: cfg.Now, Meter: cfg.Meter, BodyLimit: fmt.Sprint(cfg.BodyLimit),
		TrustedProxies: cfg.TrustedProxies, HSTS: cfg.profile().HSTS(cfg.HSTSMaxAge), Dev: cfg.Development, Inspector: cfg.Inspector,
		Recorder: cfg.Trace, ErrorPage: p.errorPage, Machine: forPrograms,
	}
	s := &Server{parts: p, echo: web.New(options), extra: newExtra(options)}
	s.echo.Use(web.LeadTo(cfg.PublicURL, isNavigation))
	for _, e := range []*echo.Echo{s.echo, s.extra} {
		e.Use(storeAway)
	}
	if err := p.routes(s.echo); err != nil {
		return nil, err
	}
	s.state = p.holdings()
	return s, nil
}

// storeAway turns the errors of a Redis that cannot be reached into 503. Clients of redisconn.Open
// do so by themselves; others do not.
func storeAway(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error { return redisconn.Translate(c.Request().Context(), next(c)) }
}

// ServeHTTP answers the routes of this package, and 404 for all others.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.echo.ServeHTTP(w, r) }

// Ready returns nil if users can sign in: Redis accepts writes, and the metadata and keys of an
// issuer are known. It is for a readiness probe.
func (s *Server) Ready(ctx context.Context) error {
	return errors.Join(s.StoreReady(ctx), s.IssuerReady(ctx))
}

// StoreReady is the part of Ready about Redis.
func (s *Server) StoreReady(ctx context.Context) error { return redisconn.Writable(ctx, s.cfg.Redis) }

// IssuerReady is the part of Ready about the authorization servers.
func (s *Server) IssuerReady(ctx context.Context) error { return s.servers.Ready(ctx) }

// SignOutOrigins are the origins that a form posted to /logout may be redirected to, separated by
// spaces: for form-action in a Content-Security-Policy.
func (s *Server) SignOutOrigins() string { return s.servers.Origins() }

// Stats are counts since New, for metrics.
type Stats struct {
	Refreshes     map[string]uint64 // refreshes of tokens, by outcome: renewed, kept, ended, lost
	SessionsEnded map[string]uint64 // sessions that were ended, by the cause; those that expire are not counted
	CircuitOpen   bool              // an authorization server does not answer, so refreshes are stopped for two seconds
}

// Stats returns the counts.
func (s *Server) Stats() Stats {
	return Stats{s.keeper.Refreshes.All(), s.ender.Ended.All(), s.keeper.CircuitOpen()}
}

// closing limits how long Close waits.
const closing = 5 * time.Second

// Close waits, for 5 seconds at most, until refreshes that were sent have been stored. It closes
// nothing of Config.
func (s *Server) Close() error {
	ctx, cancel := context.WithTimeout(context.Background(), closing)
	defer cancel()
	s.keeper.Wait(ctx)
	return s.state.Close()
}
