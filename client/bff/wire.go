package bff

import (
	"crypto/rand"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"quartet.example/client/bff/internal/arrival"
	"quartet.example/client/bff/internal/clientkey"
	"quartet.example/client/bff/internal/login"
	"quartet.example/client/bff/internal/proof"
	"quartet.example/client/bff/internal/provider"
	"quartet.example/client/bff/internal/proxy"
	"quartet.example/client/bff/internal/redisstore"
	"quartet.example/client/bff/internal/session"
	"quartet.example/client/bff/internal/stepup"
	"quartet.example/client/bff/internal/tokens"
	"quartet.example/shared/oauth"
	"quartet.example/shared/page"
	"quartet.example/shared/seal"
	"quartet.example/shared/trace"
)

// parts are what endpoints and exported methods are made of.
type parts struct {
	cfg        Config
	guard      session.Guard
	store      *redisstore.Store
	servers    *provider.Servers
	keys       *clientkey.Handler
	keeper     *tokens.Keeper
	ender      *session.Ender
	caller     *proxy.Caller
	stepUps    *stepup.Memory
	arrival    *arrival.Page
	loginLimit echo.MiddlewareFunc // one count for all routes that start a login
	owned      owned               // the routes, see Handler and Mount
}

// wire makes the parts. Each step takes the parts that it needs and returns those that it makes,
// so the compiler checks their order. An endpoint is a package, its constructor in endpoints.go,
// and its line in routes.go.
func wire(cfg Config) (*parts, error) {
	guard, err := newGuard(cfg)
	if err != nil {
		return nil, err
	}
	store := newStore(cfg)
	prover := &proof.Prover{Now: cfg.Now}
	servers, keys, err := newServers(cfg, prover)
	if err != nil {
		return nil, err
	}
	keeper := newKeeper(cfg, store, servers)
	caller, err := newCaller(cfg, keeper, prover)
	if err != nil {
		return nil, err
	}
	way, err := arrival.New(chrome(cfg, guard))
	return &parts{
		cfg: cfg, guard: guard, store: store, servers: servers, keys: keys, keeper: keeper, caller: caller, arrival: way,
		ender:   &session.Ender{Store: store, Tokens: keeper, Ended: session.NewCounter(), Log: cfg.Log},
		stepUps: &stepup.Memory{Store: store, TTL: cfg.LoginTTL, Now: cfg.Now}, loginLimit: login.Limit(cfg.LoginRate),
	}, err
}

func newGuard(cfg Config) (session.Guard, error) {
	guard, err := session.NewGuard(cfg.PublicURL)
	guard.Cookie = session.Cookie{Prefix: cfg.CookiePrefix, Strict: cfg.CookieSameSite == http.SameSiteStrictMode}
	return guard, err
}

// newStore seals under SealKey, or in development under a random key.
func newStore(cfg Config) *redisstore.Store {
	key := seal.KeyFrom(cfg.SealKey.Reveal())
	if cfg.SealKey.IsZero() {
		_, _ = rand.Read(key[:]) // never fails: crypto/rand ends the program instead
	}
	return redisstore.New(cfg.Redis, seal.WithKey(key), cfg.SessionIdle, cfg.Now)
}

// newServers makes the authorization servers, without a request to them, and the document of all
// keys that sign for us.
func newServers(cfg Config, prover *proof.Prover) (*provider.Servers, *clientkey.Handler, error) {
	var servers []*provider.Provider
	var published []*clientkey.Keys
	for _, p := range cfg.providers() {
		settings := cfg.settings(p)
		if !p.ClientKey.IsZero() { // published also before the method changes to private_key_jwt
			keys, err := clientkey.Parse(p.ClientKey.Reveal())
			if err != nil {
				return nil, nil, fmt.Errorf("client-key: %w", err)
			}
			settings.Keys, published = keys, append(published, keys)
		}
		servers = append(servers, provider.New(settings, cfg.HTTP, prover, cfg.Now))
	}
	keys, err := clientkey.NewHandler(published...)
	return provider.NewServers(servers...), keys, err
}

func (c *Config) settings(p Provider) provider.Settings {
	redirect := c.PublicURL + "/callback"
	if p.Name != "" { // RFC 9700 §4.4.2.2: each server has a redirect URI of its own
		redirect += "/" + p.Name
	}
	if p.Resource == "none" {
		p.Resource = ""
	}
	return provider.Settings{
		Issuer: p.Issuer, Title: p.Title, EndpointHosts: strings.Fields(strings.ToLower(strings.Join(p.EndpointHosts, " "))),
		ClientID: p.ClientID, ClientSecret: p.ClientSecret.Reveal(), AuthMethod: p.TokenAuthMethod,
		RedirectURI: redirect, Scope: oauth.Scope(p.Scopes), Resource: p.Resource, Skew: c.Skew,
		Pushing: provider.Pushing(p.PAR), DPoP: p.DPoP, IDTokenAlg: p.IDTokenAlg, Audiences: p.TrustedAudiences, Log: c.Log,
	}
}

func newKeeper(cfg Config, store *redisstore.Store, servers *provider.Servers) *tokens.Keeper {
	return &tokens.Keeper{
		Sessions: store, Locks: store.NewLocks(), Server: servers, Refreshes: tokens.NewCounter(),
		Margin: cfg.RefreshMargin, Now: cfg.Now, Log: cfg.Log,
	}
}

func newCaller(cfg Config, keeper *tokens.Keeper, prover *proof.Prover) (*proxy.Caller, error) {
	api, err := url.Parse(cfg.APIURL)
	return &proxy.Caller{Tokens: keeper, API: api, HTTP: proxy.Client(cfg.HTTP), Now: cfg.Now, Prover: prover}, err
}

// chrome returns the header and footer of the pages of this package.
func chrome(cfg Config, guard session.Guard) page.Chrome {
	return page.Chrome{Role: trace.Client, Service: cfg.AppName, Host: guard.Host(), Dev: cfg.Development}
}
