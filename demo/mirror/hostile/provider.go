package hostile

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"sync"
	"time"

	"quartet.example/shared/jose"
)

// Options are what a client must be configured with, and the clock.
type Options struct {
	Listen       string // a port of 127.0.0.1, such as 127.0.0.1:21600; port 0 is any free port
	ClientID     string
	ClientSecret string // "" for a client that does not authenticate
	Now          func() time.Time
}

// User is the only user of a provider. The values occur nowhere else, so a page that has one of them is a
// page for this user.
var User = map[string]any{
	"sub": "check-client-user", "name": "Quentin Checkclient", "preferred_username": "quentin.checkclient", "email": "quentin@checkclient.example",
}

// Provider is a running OpenID provider. Its methods may be called concurrently.
type Provider struct {
	Options
	Issuer    string
	Elsewhere string // the address of the other origin
	servers   []*http.Server

	mu      sync.Mutex
	alias   string // the issuer that it says it is, "" for Issuer
	conduct Conduct
	applied bool // whether the conduct had an effect since Begin
	keys    []jose.SigningKey
	grants  map[string]*grant // by code
	tokens  map[string]bool   // access tokens
	refresh map[string]*grant
	records []Record
}

var errNotLoopback = errors.New("must be a port of a loopback address, such as 127.0.0.1:21600: a server that attacks its clients must not be reachable by others")

// Start runs a provider. It listens on loopback addresses only, and returns an error for any other.
func Start(ctx context.Context, o Options) (*Provider, error) {
	key, err := jose.Generate("RS256", "check-client-1")
	if err != nil {
		return nil, err
	}
	p := &Provider{Options: o, keys: []jose.SigningKey{key}, grants: map[string]*grant{}, tokens: map[string]bool{}, refresh: map[string]*grant{}}
	if p.Issuer, err = p.listen(ctx, o.Listen, http.HandlerFunc(p.serve)); err != nil {
		return nil, err
	}
	if p.Elsewhere, err = p.listen(ctx, "127.0.0.1:0", http.HandlerFunc(p.elsewhere)); err != nil {
		return nil, errors.Join(err, p.Close())
	}
	return p, nil
}

func (p *Provider) listen(ctx context.Context, address string, h http.Handler) (string, error) {
	if at, err := netip.ParseAddrPort(address); err != nil || !at.Addr().IsLoopback() {
		return "", fmt.Errorf("listen on %q: %w", address, errNotLoopback)
	}
	var lc net.ListenConfig
	l, err := lc.Listen(ctx, "tcp", address)
	if err != nil {
		return "", err
	}
	server := &http.Server{Handler: h, ReadHeaderTimeout: 10 * time.Second}
	p.servers = append(p.servers, server)
	go func() { _ = server.Serve(l) }()
	return "http://" + l.Addr().String(), nil
}

// Close ends the provider, and all connections to it.
func (p *Provider) Close() error {
	var errs []error
	for _, s := range p.servers {
		errs = append(errs, s.Close())
	}
	return errors.Join(errs...)
}

// Begin sets the conduct from now on.
func (p *Provider) Begin(c Conduct) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.conduct, p.applied = c, false
}

// Pretend lets the provider be another issuer from now on, without a conduct. It is for a client that has
// accepted metadata of that issuer and keeps them.
func (p *Provider) Pretend(issuer string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.alias = issuer
}

// Applied reports whether the conduct has had an effect since Begin: the client has received something
// that an honest provider would not send.
func (p *Provider) Applied() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.applied
}

// RotateKey signs with a new key from now on. The old key stays in the JWK Set.
func (p *Provider) RotateKey() error {
	key, err := jose.Generate("RS256", "")
	if err != nil {
		return err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.keys = append([]jose.SigningKey{key}, p.keys...)
	return nil
}

// UnrotateKey takes the last RotateKey back.
func (p *Provider) UnrotateKey() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.keys = p.keys[1:]
}

// Key returns the key that signs ID tokens.
func (p *Provider) Key() jose.SigningKey {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.keys[0]
}

// serve finds the endpoint of a request. A conduct may answer instead of it, without the lock, because
// such an answer may take very long.
func (p *Provider) serve(w http.ResponseWriter, r *http.Request) {
	endpoint, handle := p.route(r)
	if handle == nil {
		http.NotFound(w, r)
		return
	}
	_ = r.ParseForm()
	p.mu.Lock()
	instead := p.conduct.Serve[endpoint]
	if instead != nil {
		p.applied = true
		p.record(endpoint, r, "")
		p.mu.Unlock()
		instead(w, r)
		return
	}
	defer p.mu.Unlock()
	handle(w, r)
}

func (p *Provider) route(r *http.Request) (Endpoint, http.HandlerFunc) {
	switch r.Method + " " + r.URL.Path {
	case "GET /.well-known/openid-configuration", "GET /.well-known/oauth-authorization-server":
		return Metadata, p.metadata
	case "GET /jwks":
		return JWKS, p.jwks
	case "POST /token":
		return Token, p.token
	case "GET /userinfo", "POST /userinfo":
		return Userinfo, p.userinfo
	case "GET /authorize":
		return "", p.visited
	}
	return "", nil
}
