package bff

import (
	"context"
	"crypto/rand"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"github.com/labstack/echo/v4"

	"quartet.example/client/bff/internal/backchannel"
	"quartet.example/client/bff/internal/clientkey"
	"quartet.example/client/bff/internal/handover"
	"quartet.example/client/bff/internal/login"
	"quartet.example/client/bff/internal/logout"
	"quartet.example/client/bff/internal/proof"
	"quartet.example/client/bff/internal/provider"
	"quartet.example/client/bff/internal/proxy"
	"quartet.example/client/bff/internal/redisstore"
	"quartet.example/client/bff/internal/session"
	"quartet.example/client/bff/internal/stepup"
	"quartet.example/client/bff/internal/tokens"
	"quartet.example/client/bff/internal/ui"
	"quartet.example/shared/config"
	"quartet.example/shared/redisconn"
	"quartet.example/shared/seal"
	"quartet.example/shared/telemetry"
	"quartet.example/shared/trace"
	"quartet.example/shared/web"
)

// Server is the client: an http.Handler of all that it answers, or, with Mount, of
// what one's own pages need of it. It is safe for concurrent use; any number of
// them on one Redis behave as one, if they have one seal key.
type Server struct {
	cfg      Config
	deps     Deps
	guard    session.Guard
	store    *redisstore.Store
	provider *provider.Servers
	keys     *clientkey.Handler
	keeper   *tokens.Keeper
	ender    *session.Ender
	caller   *proxy.Caller
	ui       *ui.Handler
	echo     *echo.Echo
	door     *echo.Echo // see answer
	patterns []string   // see Mount

	loginLimit echo.MiddlewareFunc // one count for all routes that start a login
}

// New wires the client. It fails with every problem of the settings at once. It needs neither Redis nor the issuer to be there yet, and
// closes nothing that it is given; Deps.Redis is required, the rest is not.
func New(cfg Config, deps Deps) (*Server, error) {
	if err := cfg.validate(); err != nil {
		return nil, fmt.Errorf("client: %w", err)
	}
	deps = deps.WithDefaults(cfg.Service())
	box, err := newBox(cfg.SealKey)
	if err != nil {
		return nil, fmt.Errorf("client: %w", err)
	}
	s := &Server{cfg: cfg, deps: deps, loginLimit: login.Limit(cfg.LoginRate)}
	if s.guard, err = session.NewGuard(cfg.PublicURL); err != nil {
		return nil, fmt.Errorf("client: %w", err)
	}
	api, err := url.Parse(cfg.APIURL)
	if err != nil {
		return nil, fmt.Errorf("client: %w", err)
	}
	s.guard.Cookie = session.Cookie{Prefix: cfg.CookiePrefix, Strict: cfg.CookieSameSite != "lax"}
	s.store = redisstore.New(deps.Redis, box, cfg.SessionIdle, deps.Now)
	prover := &proof.Prover{Now: deps.Now}
	if err := s.connect(prover); err != nil {
		return nil, fmt.Errorf("client: %w", err)
	}
	s.keeper = &tokens.Keeper{
		Sessions: s.store, Locks: s.store.NewLocks(), Server: s.provider,
		Margin: cfg.RefreshMargin, Now: deps.Now, Log: deps.Log,
	}
	s.keeper.Measure(deps.Metrics)
	s.ender = &session.Ender{Store: s.store, Tokens: s.keeper, Log: deps.Log}
	s.ender.Measure(deps.Metrics)
	s.caller = &proxy.Caller{Tokens: s.keeper, API: api, HTTP: proxy.Client(deps.HTTP), Now: deps.Now, Prover: prover}
	options := web.Options{
		Service: trace.Client, Log: deps.Log, Now: deps.Now, Meter: telemetry.NewRequests(deps.Metrics), BodyLimit: "64K",
		TrustedProxies: cfg.TrustedProxies, HSTS: cfg.hsts(), Dev: cfg.dev(),
		Recorder: deps.Trace, ErrorPage: s.errorPage, Machine: forPrograms,
	}
	s.echo, s.door = web.New(options), newDoor(options)
	s.echo.Use(web.LeadTo(cfg.PublicURL, isNavigation))
	return s, s.routes(s.echo)
}

// ServeHTTP answers a request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.echo.ServeHTTP(w, r) }

// newBox seals under the key of the settings, or for as long as this process
// lives, which is as long as the embedded Redis does.
func newBox(key config.Secret) (*seal.Box, error) {
	derived := seal.KeyFrom(key.Reveal())
	if key.IsZero() {
		_, _ = rand.Read(derived[:]) // never fails: crypto/rand ends the program instead
	}
	return seal.New(derived[:])
}

func (s *Server) login() *login.Handler {
	return &login.Handler{
		Logins: s.store, Sessions: s.store, Handovers: s.store, Ender: s.ender, Tokens: s.keeper, Servers: s.provider, StepUps: s.stepUps(), Chrome: s.chrome(),
		Cookie: s.guard.Cookie, Log: s.deps.Log, TTL: s.cfg.LoginTTL, HandoverTTL: s.cfg.HandoverTTL, Lifetime: s.cfg.SessionTTL, Now: s.deps.Now,
		Limit: s.loginLimit,
	}
}

func (s *Server) handover(logins handover.Logins) (*handover.Handler, error) {
	redirects, err := handover.ParseRedirects(s.cfg.appRedirects())
	return &handover.Handler{
		Redirects: redirects, Handovers: s.store, Sessions: s.store, Logins: logins, Servers: s.provider, Tokens: s.keeper,
		Guard: s.guard, Chrome: s.chrome(), Log: s.deps.Log, Now: s.deps.Now, Limit: s.loginLimit,
	}, err
}

func (s *Server) session() *session.Handler {
	return &session.Handler{Sessions: s.store, Lister: s.store, Ender: s.ender, Guard: s.guard, Audience: s.cfg.resource()}
}

func (s *Server) proxy(routes proxy.Routes) *proxy.Handler {
	return &proxy.Handler{Caller: s.caller, Guard: s.guard, Sessions: s.store, Routes: routes, StepUps: s.stepUps()}
}

func (s *Server) logout() *logout.Handler {
	return &logout.Handler{
		Guard: s.guard, Ender: s.ender, Provider: s.provider,
		ReturnTo: s.cfg.PublicURL + "/", Hint: s.cfg.LogoutHint, Log: s.deps.Log,
	}
}

func (s *Server) home() *ui.Handler {
	return &ui.Handler{
		Sessions: session.OfBrowsers{Sessions: s.store}, Lister: s.store, Guard: s.guard, API: s.caller, StepUps: s.stepUps(),
		Issuer: s.issuers(), APIURL: s.cfg.APIURL, Audience: s.cfg.resource(),
		Inspector: s.inspector(), Dev: s.cfg.dev(), Now: s.deps.Now, FormAction: s.provider.Origins(),
	}
}

func (s *Server) backchannel() *backchannel.Handler {
	return &backchannel.Handler{Tokens: s.provider, Memory: s.store, Ender: s.ender, Remember: s.cfg.LoginTTL + s.cfg.HandoverTTL, Log: s.deps.Log}
}

func (s *Server) stepUps() *stepup.Memory {
	return &stepup.Memory{Store: s.store, TTL: s.cfg.LoginTTL, Now: s.deps.Now}
}

// redisReady is a probe for /readyz.
func (s *Server) redisReady(ctx context.Context) error { return redisconn.Writable(ctx, s.deps.Redis) }

func (s *Server) inspector() string {
	if !s.cfg.dev() {
		return ""
	}
	return s.cfg.InspectorURL
}

// closing is how long the end waits for tokens that are on their way.
const closing = 5 * time.Second

// Close lets refreshes that are under way store what they get.
func (s *Server) Close() error {
	ctx, cancel := context.WithTimeout(context.Background(), closing)
	defer cancel()
	s.keeper.Wait(ctx)
	return nil
}
