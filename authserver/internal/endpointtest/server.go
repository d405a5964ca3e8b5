package endpointtest

import (
	"log/slog"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"quartet.example/authserver/internal/clientauth"
	"quartet.example/authserver/internal/core"
	"quartet.example/authserver/internal/dpop"
	"quartet.example/authserver/internal/engine"
	"quartet.example/authserver/internal/introspect"
	"quartet.example/authserver/internal/issued"
	"quartet.example/authserver/internal/mint"
	"quartet.example/authserver/internal/redisstore"
	"quartet.example/authserver/internal/revoke"
	"quartet.example/authserver/internal/securityevents"
	"quartet.example/authserver/internal/storetest"
	"quartet.example/authserver/internal/token"
	"quartet.example/shared/oauth"
	"quartet.example/shared/redistest"
	"quartet.example/shared/web"
)

// Issuer is the issuer of the tokens, and Resource is their audience.
const (
	Issuer   = "http://auth.localhost:9000"
	Resource = "http://api.localhost:9001"
)

// Grace is the time during which the previous refresh token gets the same successor.
const Grace = 10 * time.Second

// GrantIdle is the idle lifetime of a refresh token without offline_access.
const GrantIdle = 2 * time.Hour

// ProofWindow is the maximum difference between the time of a DPoP proof and the server's clock.
const ProofWindow = 30 * time.Second

// Server is a running server. Its fields give tests access to its parts.
type Server struct {
	*httptest.Server
	Clock  *storetest.Clock
	Store  *redisstore.Store
	Engine *engine.Engine
	Issued *issued.Tokens
	Log    *Log
	People *People
	Events *securityevents.Handler
}

// Start starts a server that ends with the test.
func Start(t testing.TB) *Server {
	t.Helper()
	return StartOn(t, redistest.New(t))
}

// StartOn starts a server with a Redis that the test can stop or inspect.
func StartOn(t testing.TB, rdb redistest.Client) *Server {
	t.Helper()
	s := &Server{Clock: storetest.Moving(rdb), Log: &Log{}, People: &People{disabled: map[string]bool{}}}
	s.Store = redisstore.New(rdb, s.Clock.Now)
	minter := &mint.Minter{Issuer: Issuer, Keys: Keys{}, Now: s.Clock.Now, AccessTokenTTL: 5 * time.Minute, IDTokenTTL: 5 * time.Minute, Scopes: Audiences{}}
	s.Engine = engine.New(engine.Options{
		Store: s.Store, Minter: minter, Now: s.Clock.Now,
		CodeTTL: time.Minute, GrantTTL: 24 * time.Hour, OfflineGrantTTL: 720 * time.Hour, GrantIdle: GrantIdle,
	})
	s.Issued = issued.New(issued.Options{Issuer: Issuer, Keys: Keys{}, Now: s.Clock.Now, Revocations: s.Store})
	clients := &clientauth.Authenticator{Clients: Clients{}, Realm: Issuer}
	e := web.New(web.Options{Service: "authserver", Log: slog.New(slog.NewTextHandler(s.Log, &slog.HandlerOptions{Level: slog.LevelDebug}))})
	proofs := &dpop.Verifier{Issuer: Issuer, Used: s.Store, Now: s.Clock.Now, Window: ProofWindow}
	(&token.Handler{Clients: clients, Proofs: proofs, Grants: map[oauth.GrantType]token.Grant{
		oauth.AuthorizationCodeGrant: &token.Code{Codes: s.Store, Users: s.People, Audiences: Audiences{}, Engine: s.Engine, IDTokens: minter},
		oauth.RefreshTokenGrant:      &token.Refresh{Families: s.Store, Users: s.People, Access: minter, Audiences: Audiences{}, IDTokens: minter, Grace: Grace},
		oauth.ClientCredentialsGrant: &token.ClientCredentials{Engine: s.Engine, Audiences: Audiences{}},
	}}).Mount(e)
	(&introspect.Handler{Clients: clients, Tokens: s.Issued, Grants: s.Store, Users: s.People, Issuer: Issuer, Signer: minter}).Mount(e)
	(&revoke.Handler{Clients: clients, Tokens: s.Issued, Grants: s.Store}).Mount(e)
	s.Events = &securityevents.Handler{Clients: clients, Exchanges: Clients{}, Revocations: s.Store, Signer: minter, Log: slog.New(slog.NewTextHandler(s.Log, nil)), Patience: 10 * time.Second}
	s.Events.Mount(e)
	s.Server = httptest.NewServer(e)
	t.Cleanup(func() { s.Close(); s.Events.Close() })
	return s
}

// Log records what the server logs.
type Log struct {
	mu   sync.Mutex
	text []byte
}

// Write appends a log record.
func (l *Log) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.text = append(l.text, p...)
	return len(p), nil
}

// String returns everything that was logged.
func (l *Log) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return string(l.text)
}

// People are the users: only alice, who can be disabled.
type People struct {
	mu       sync.Mutex
	disabled map[string]bool
}

// FindUser returns core.ErrNotFound for everybody except alice.
func (p *People) FindUser(sub string) (*core.User, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if sub != Alice {
		return nil, core.ErrNotFound
	}
	return &core.User{Subject: sub, Username: "alice", Disabled: p.disabled[sub]}, nil
}

// Disable disables the user.
func (p *People) Disable(sub string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.disabled[sub] = true
}
