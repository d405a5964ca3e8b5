package authserver

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"quartet.example/authserver/internal/account"
	"quartet.example/authserver/internal/authorize"
	"quartet.example/authserver/internal/backchannel"
	"quartet.example/authserver/internal/clientauth"
	"quartet.example/authserver/internal/consent"
	"quartet.example/authserver/internal/core"
	"quartet.example/authserver/internal/device"
	"quartet.example/authserver/internal/directory"
	"quartet.example/authserver/internal/discovery"
	"quartet.example/authserver/internal/dpop"
	"quartet.example/authserver/internal/fetch"
	"quartet.example/authserver/internal/home"
	"quartet.example/authserver/internal/introspect"
	"quartet.example/authserver/internal/keys"
	"quartet.example/authserver/internal/login"
	"quartet.example/authserver/internal/logout"
	"quartet.example/authserver/internal/mint"
	"quartet.example/authserver/internal/par"
	"quartet.example/authserver/internal/redisstore"
	"quartet.example/authserver/internal/revoke"
	"quartet.example/authserver/internal/securityevents"
	"quartet.example/authserver/internal/seed"
	"quartet.example/authserver/internal/throttle"
	"quartet.example/authserver/internal/token"
	"quartet.example/authserver/internal/ui"
	"quartet.example/authserver/internal/userinfo"
	"quartet.example/shared/config"
	"quartet.example/shared/oauth"
	"quartet.example/shared/seal"
	"quartet.example/shared/trace"
	"quartet.example/shared/web"
)

// bodyLimit lets a token of 100 KB reach the introspection endpoint, which says
// of it what it says of any other (RFC 7662 §2.2).
const bodyLimit = "256K"

// Server is an authorization server, ready to serve.
type Server struct {
	http.Handler

	cfg     Config
	deps    Deps
	table   func() []*echo.Route // all that is answered, for tests that try each
	store   *redisstore.Store
	writes  *throttle.Writes // what strangers may store
	keys    *keys.Ring
	watcher *watcher
	dir     *directory.Directory
	mint    *mint.Minter

	proofs   *dpop.Verifier
	nonceKey [32]byte // of DPoP nonces

	clients *clientauth.Authenticator // the one way in which clients prove who they are
	fetch   *fetch.Fetcher            // whatever a client's registration makes us ask for

	notices *backchannel.Notifier // tells clients of sessions that ended

	home       *home.Handler
	discovery  *discovery.Handler
	authorize  *authorize.Handler
	login      *login.Handler
	consent    *consent.Handler
	logout     *logout.Handler
	account    *account.Handler
	pages      *ui.Pages
	token      *token.Handler
	par        *par.Handler
	introspect *introspect.Handler
	revoke     *revoke.Handler
	events     *securityevents.Handler
	userinfo   *userinfo.Handler
	device     *device.Handler
}

// New wires a server. It fails with every problem of the settings at once, then
// with every problem of the seed file, if Redis is away, or if the signing keys
// there are sealed with another key.
func New(cfg Config, deps Deps) (*Server, error) {
	if err := cfg.validate(); err != nil {
		return nil, err
	}
	deps = deps.WithDefaults(cfg.Service())
	s := &Server{cfg: cfg, deps: deps, writes: throttle.NewWrites(cfg.startRate(), deps.Now)}
	s.store = redisstore.New(deps.Redis, deps.Now, redisstore.AdmitBy(s.writes))
	s.fetch = s.fetcher()
	var err error
	if s.dir, err = s.openDirectory(); err != nil {
		return nil, err
	}
	if s.keys, err = s.openKeys(); err != nil {
		return nil, err
	}
	if err := s.dir.Refresh(context.Background()); err != nil {
		return nil, errors.Join(reachable(err), s.Close())
	}
	if err := s.wire(); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	e := web.New(web.Options{
		Service: trace.AuthServer, Log: deps.Log, Now: deps.Now, Metrics: deps.Metrics, BodyLimit: bodyLimit,
		TrustedProxies: cfg.TrustedProxies, HSTS: cfg.hsts(), Dev: cfg.Profile == config.Dev,
		Recorder: deps.Trace, ErrorPage: s.pages.Error, Machine: forPrograms, Open: openToOrigins(),
	})
	e.Use(web.LeadTo(cfg.Issuer, isPage))
	s.routes(e)
	s.table = e.Routes
	s.Handler = below(s.path(), e)
	s.watcher = s.watch()
	if cfg.Profile == config.Dev {
		deps.Log.Warn("dev profile: http, demo users and demo secrets are accepted; not for production")
	}
	return s, nil
}

// Close ends what runs in the background: logout tokens that wait for another
// try get their last one. Its error is always nil.
func (s *Server) Close() error {
	if s.watcher != nil {
		s.watcher.close()
	}
	if s.notices != nil {
		s.notices.Close()
	}
	if s.events != nil {
		s.events.Close()
	}
	s.keys.Close()
	return nil
}

// path is that of the issuer, "" for most.
func (s *Server) path() string {
	u, err := url.Parse(s.cfg.Issuer)
	if err != nil { // Validate has parsed it
		return ""
	}
	return u.Path
}

// openDirectory reads the seed file.
func (s *Server) openDirectory() (*directory.Directory, error) {
	planted, err := seed.Load(s.cfg.Seed, seed.Options{
		Production: s.cfg.Profile.IsProduction(), Secrets: s.cfg.ClientSecrets, Hash: directory.HashPassword,
		Fetchable: s.fetch.Check,
	})
	if err != nil {
		return nil, err
	}
	s.warnOfLogoutURIs(planted.Clients)
	return directory.New(directory.Options{
		Issuer: s.cfg.Issuer, Users: planted.Users, Clients: planted.Clients, Resources: planted.Resources,
		Demo: s.cfg.Profile == config.Dev, HashMemory: s.cfg.HashMemory, Overrides: s.store,
	}), nil
}

// warnOfLogoutURIs tells which clients will not hear of sign-outs, at start and not
// when the first user signs out.
func (s *Server) warnOfLogoutURIs(clients []*core.Client) {
	for _, c := range clients {
		if c.BackchannelLogoutURI == "" {
			continue
		}
		if err := s.fetch.Check(c.BackchannelLogoutURI); err != nil {
			s.deps.Log.Warn("backchannel_logout_uri may not be fetched; a host of your own network belongs in the setting fetch-allow",
				"client_id", c.ID, "cause", err)
		}
	}
}

// openKeys opens the signing keys. Without a seal key they are sealed with one
// that ends with this process, as the embedded Redis does.
func (s *Server) openKeys() (*keys.Ring, error) {
	secret := s.cfg.SealKey.Reveal()
	if secret == "" {
		if !s.cfg.RedisURL.IsZero() {
			return nil, errors.New("seal-key: needed with a Redis of its own, or the signing keys there cannot be opened after a restart")
		}
		secret = oauth.NewSecret()
	}
	key := seal.KeyFrom(secret)
	s.nonceKey = seal.KeyFrom("dpop nonce of " + secret)
	box, err := seal.New(key[:])
	if err != nil {
		return nil, fmt.Errorf("seal-key: %w", err)
	}
	ring, err := keys.New(context.Background(), keys.Options{
		Store: s.store, Box: box, Now: s.deps.Now, Log: s.deps.Log, Rotation: s.cfg.KeyRotation, Overlap: s.cfg.KeyOverlap,
	})
	return ring, reachable(err)
}

// reachable tells the operator what a client is not told: why Redis is away.
func reachable(err error) error {
	var away *oauth.Error
	if errors.As(err, &away) && away.Code == oauth.TemporarilyUnavailable {
		return fmt.Errorf("redis-url: Redis cannot be reached: %w", away.Unwrap())
	}
	return err
}
