package issuertest

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

// Issuer is a running authorization server. Change its fields before use or
// within Configure.
type Issuer struct {
	URL          string
	ClientID     string
	ClientSecret string
	Lifetime     time.Duration // of access tokens

	Metadata func(map[string]any)       // changes the discovery document
	Claims   func(jwt.MapClaims)        // changes an ID token before it is signed
	Header   func(map[string]any)       // changes its header
	Sign     func(*jwt.Token) string    // signs it otherwise
	Userinfo func(map[string]any)       // changes the answer of UserInfo
	Answer   func(map[string]any)       // changes the token response
	Pushed   func(map[string]any)       // changes the answer to a pushed request
	Publish  func(keys []any) any       // changes what is published as keys
	Down     func(r *http.Request) bool // answers 503
	Before   func(r *http.Request)      // runs before each request, outside of the lock

	OAuthMetadataOnly bool // no OpenID Connect discovery document, only RFC 8414

	ClientJWKS string // public keys of the client: private_key_jwt, and no secret any more
	RequirePAR bool   // takes pushed requests only (RFC 9126 §5)
	Nonce      string // wants it in each proof (RFC 9449 §8), "" for none

	now     func() time.Time
	started time.Time // when alice signed in
	server  *httptest.Server

	mu       sync.Mutex
	keys     []key
	codes    map[string]grant
	refresh  map[string]grant
	access   map[string]accessToken
	pushed   map[string]url.Values
	used     map[string]bool // jti of assertions and proofs
	requests []Request
}

type key struct {
	id      string
	private *rsa.PrivateKey
}

type grant struct {
	challenge, redirectURI, nonce, resource, scope string

	jkt string // what the code and its tokens are bound to, "" for nothing

	acr      string
	authTime int64
}

type accessToken struct {
	expires time.Time
	jkt     string
}

// Request is what an endpoint was sent.
type Request struct {
	Path   string
	Header http.Header
	Form   url.Values
}

var signingKeys = sync.OnceValue(func() []*rsa.PrivateKey {
	var keys []*rsa.PrivateKey
	for range 3 {
		k, err := rsa.GenerateKey(rand.Reader, 2048)
		if err != nil {
			panic(err)
		}
		keys = append(keys, k)
	}
	return keys
})

// Start runs an issuer until the test ends.
func Start(t testing.TB, now func() time.Time) *Issuer {
	t.Helper()
	i := &Issuer{
		ClientID: "notes", ClientSecret: "s3cret/with+odd:characters%", Lifetime: 5 * time.Minute, now: now, started: now(),
		codes: map[string]grant{}, refresh: map[string]grant{}, access: map[string]accessToken{},
		pushed: map[string]url.Values{}, used: map[string]bool{},
		keys: []key{{"k1", signingKeys()[0]}},
	}
	i.server = httptest.NewServer(http.HandlerFunc(i.serve))
	i.URL = i.server.URL
	t.Cleanup(i.server.Close)
	return i
}

// Configure changes the issuer while it runs.
func (i *Issuer) Configure(change func(*Issuer)) {
	i.mu.Lock()
	defer i.mu.Unlock()
	change(i)
}

// Stop makes the issuer unreachable.
func (i *Issuer) Stop() { i.server.Close() }

// RotateKey signs with a new key from now on and forgets the old one.
func (i *Issuer) RotateKey(id string, n int) {
	i.Configure(func(i *Issuer) { i.keys = []key{{id, signingKeys()[n]}} })
}

// AddKey publishes one more key without signing with it.
func (i *Issuer) AddKey(id string, n int) {
	i.Configure(func(i *Issuer) { i.keys = append(i.keys, key{id, signingKeys()[n]}) })
}

// ForeignKey is a key that is not published.
func ForeignKey() *rsa.PrivateKey { return signingKeys()[2] }

// PrivateKey is the one behind the published key, for other algorithms.
func (i *Issuer) PrivateKey() crypto.PrivateKey { return i.keys[0].private }

// PublicKey is the published key, for algorithm confusion.
func (i *Issuer) PublicKey() crypto.PublicKey { return i.keys[0].private.Public() }

// Requests are those that an endpoint got.
func (i *Issuer) Requests(path string) []Request {
	i.mu.Lock()
	defer i.mu.Unlock()
	var list []Request
	for _, r := range i.requests {
		if r.Path == path {
			list = append(list, r)
		}
	}
	return list
}

// Accepts tells whether an access token is valid now.
func (i *Issuer) Accepts(token string) bool {
	i.mu.Lock()
	defer i.mu.Unlock()
	return i.valid(token)
}

func (i *Issuer) valid(token string) bool {
	known, ok := i.access[token]
	return ok && i.now().Before(known.expires)
}

// RevokeAccessTokens ends all access tokens before their time.
func (i *Issuer) RevokeAccessTokens() {
	i.Configure(func(i *Issuer) { i.access = map[string]accessToken{} })
}

// RevokeGrants makes every refresh token invalid.
func (i *Issuer) RevokeGrants() {
	i.Configure(func(i *Issuer) { i.refresh = map[string]grant{} })
}
