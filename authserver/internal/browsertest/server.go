package browsertest

import (
	"context"
	"log/slog"
	"net"
	"net/http/httptest"
	"net/netip"
	"sync"
	"testing"
	"time"

	"github.com/alexedwards/argon2id"
	"github.com/labstack/echo/v4"

	"quartet.example/authserver/internal/authorize"
	"quartet.example/authserver/internal/browser"
	"quartet.example/authserver/internal/clientauth"
	"quartet.example/authserver/internal/consent"
	"quartet.example/authserver/internal/core"
	"quartet.example/authserver/internal/directory"
	"quartet.example/authserver/internal/dpop"
	"quartet.example/authserver/internal/endpointtest"
	"quartet.example/authserver/internal/login"
	"quartet.example/authserver/internal/logout"
	"quartet.example/authserver/internal/par"
	"quartet.example/authserver/internal/ui"
	"quartet.example/shared/oauth"
	"quartet.example/shared/redistest"
	"quartet.example/shared/seal"
	"quartet.example/shared/web"
)

// Issuer is the issuer. Browsers of a test reach the server by this name, whatever its port is.
const Issuer = endpointtest.Issuer

// Limit, AccountLimit, AddressLimit and Window are the settings of the sign-in throttle.
const (
	Limit        = 5
	AccountLimit = 20
	KnownTTL     = 90 * 24 * time.Hour
	AddressLimit = 100
	Window       = 5 * time.Minute
)

// Server is a running server. Its fields give tests access to its parts.
type Server struct {
	*endpointtest.Server                  // the endpoints for programs
	Front                *httptest.Server // all endpoints
}

// Start starts a server that ends with the test.
func Start(t testing.TB) *Server {
	t.Helper()
	return StartOn(t, redistest.New(t))
}

// StartOn starts a server with a Redis that the test can stop or inspect.
func StartOn(t testing.TB, rdb redistest.Client) *Server {
	t.Helper()
	s := &Server{Server: endpointtest.StartOn(t, rdb)}
	log := slog.New(slog.NewTextHandler(s.Log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	pages, err := ui.New(ui.Options{Issuer: Issuer, Dev: true, Inspector: "http://inspect.localhost:9002"})
	if err != nil {
		t.Fatal(err)
	}
	e := web.New(web.Options{
		Service: "authserver", Log: log, Dev: true, ErrorPage: pages.Error,
		TrustedProxies: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}, // a test's browser sets its address with X-Forwarded-For
	})
	s.mount(t, e, pages, log)
	back := echo.WrapHandler(s.Config.Handler)
	for _, path := range []string{"/token", "/introspect", "/revoke"} {
		e.POST(path, back)
	}
	s.Front = httptest.NewServer(e)
	t.Cleanup(s.Front.Close)
	return s
}

func (s *Server) mount(t testing.TB, e *echo.Echo, pages *ui.Pages, log *slog.Logger) {
	t.Helper()
	dir, now := people(t), s.Clock.Now
	sessions := &browser.Sessions{Store: s.Store, Users: dir, Grants: s.Store, Now: now, TTL: 12 * time.Hour, Idle: 2 * time.Hour}
	answer := &authorize.Responder{Issuer: Issuer, Codes: s.Engine, Audiences: dir, Sessions: sessions, Pushed: s.Store, Pages: pages, Log: log}
	requests := &authorize.Handler{
		Clients: dir, Scopes: dir, Hints: s.Issued, Transactions: s.Store, Sessions: sessions,
		Pushed: s.Store, Responder: answer, Now: now, TransactionTTL: 10 * time.Minute,
	}
	requests.Mount(e)
	(&par.Handler{
		Clients: &clientauth.Authenticator{Clients: dir, Realm: Issuer}, Requests: requests, Pushed: s.Store, Now: now,
		Proofs: &dpop.Verifier{Issuer: Issuer, Used: s.Store, Now: now, Window: endpointtest.ProofWindow},
		TTL:    time.Minute, Linger: 10 * time.Minute,
	}).Mount(e)
	(&login.Handler{
		Issuer: Issuer, Users: dir, Clients: dir, Transactions: s.Store, Attempts: s.Store, Sessions: sessions,
		Responder: answer, Pages: pages, Log: log, AddressLimit: AddressLimit,
		Known:  &browser.Known{Box: seal.WithKey(seal.KeyFrom("browsertest")), Now: now, TTL: KnownTTL},
		Limits: core.SignInLimits{Origin: Limit, Account: AccountLimit, Window: Window},
	}).Mount(e)
	(&consent.Handler{
		Issuer: Issuer, Clients: dir, Scopes: dir, Transactions: s.Store, Consents: s.Store, Sessions: sessions,
		Responder: answer, Pages: pages, Log: log, Now: now, TTL: 8760 * time.Hour,
	}).Mount(e)
	(&logout.Handler{
		Issuer: Issuer, Clients: dir, Hints: s.Issued, Logouts: s.Store, Sessions: sessions, Pages: pages, Log: log,
		Now: now, TTL: 10 * time.Minute,
	}).Mount(e)
}

// dial connects to the server for every host name.
func (s *Server) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	return new(net.Dialer).DialContext(ctx, "tcp", s.Front.Listener.Addr().String())
}

// cheap returns password hashes of low cost, so that tests are fast.
var cheap = sync.OnceValue(func() map[string]string {
	hashes := map[string]string{}
	for _, password := range []string{"wonderland", "builder", "gone"} {
		hash, err := argon2id.CreateHash(password, &argon2id.Params{Memory: 64, Iterations: 1, Parallelism: 1, SaltLength: 16, KeyLength: 32})
		if err != nil {
			panic(err)
		}
		hashes[password] = hash
	}
	return hashes
})

// people are the users alice, bob, and carol, who is disabled, and all clients.
func people(t testing.TB) *directory.Directory {
	t.Helper()
	return directory.New(directory.Options{
		Issuer: Issuer, Demo: true, HashMemory: 4, Clients: clients(),
		Users: []*core.User{
			{Subject: endpointtest.Alice, Username: "alice", PasswordHash: cheap()["wonderland"], DemoPassword: "wonderland", Claims: map[string]any{"name": "Alice Liddell"}},
			{Subject: "bob-sub", Username: "bob", PasswordHash: cheap()["builder"], DemoPassword: "builder", Claims: map[string]any{"name": "Bob Mason"}},
			{Subject: "carol-sub", Username: "carol", PasswordHash: cheap()["gone"], Disabled: true},
		},
		Resources: []*core.Resource{{ID: endpointtest.Resource, Name: "Notes", Scopes: map[string]string{
			"notes:read": "read your notes", "notes:write": "add and delete notes for you",
		}}},
	})
}

// The addresses that clients have registered, and a hostile value for texts.
const (
	Callback    = endpointtest.Callback
	AfterLogout = "http://app.localhost:8080/"
	Hostile     = `"><img src=x onerror=alert(1)>`
)

func clients() []*core.Client {
	code := []oauth.GrantType{oauth.AuthorizationCodeGrant, oauth.RefreshTokenGrant}
	scope := oauth.Scope{"openid", "profile", "email", "offline_access", "notes:read", "notes:write"}
	web := func(id string, redirectURIs ...string) *core.Client {
		return &core.Client{
			ID: id, Name: "Notes", SecretHash: oauth.Hash(endpointtest.Secret(id)), AuthMethod: oauth.ClientSecretBasic,
			ApplicationType: core.ApplicationWeb, GrantTypes: code, Scope: scope, RedirectURIs: redirectURIs,
			PostLogoutRedirectURIs: []string{AfterLogout}, ClientURI: "http://app.localhost:8080/",
		}
	}
	optional, hostile, machine := web("basic-op", Callback), web("hostile", Callback), web("service", Callback)
	optional.PKCEOptional = true
	hostile.Name, hostile.PolicyURI, hostile.TOSURI, hostile.LogoURI, hostile.ClientURI = Hostile, "javascript:alert(1)", Hostile, "javascript:alert(1)", "javascript:alert(1)"
	machine.GrantTypes = []oauth.GrantType{oauth.ClientCredentialsGrant}
	narrow := web("narrow", Callback)
	narrow.Scope = oauth.Scope{"openid", "notes:read"}
	return []*core.Client{
		web("notes", Callback), web("web-post", Callback), web("two", Callback, endpointtest.OtherCallback), web("query", Callback+"?tenant=a%20b"),
		web("exact", "https://app.example/cb"),
		optional, hostile, machine, narrow,
		{
			ID: "native", Name: "Native app", AuthMethod: oauth.NoAuthentication, ApplicationType: core.ApplicationNative,
			GrantTypes: code, Scope: scope, RedirectURIs: []string{"http://127.0.0.1/callback", "http://[::1]/callback", "com.example.native:/callback"},
		},
	}
}
