// Package issuertest is an issuer for tests. It can sign any token, including tokens that a
// correct authorization server never issues.
package issuertest

import (
	"crypto"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"quartet.example/shared/accesstoken"
	"quartet.example/shared/jose"
	"quartet.example/shared/jose/josetest"
	"quartet.example/shared/securityevent"
)

// Resource is the audience of valid tokens.
const Resource = "http://api.localhost:9001"

// Issuer serves metadata and keys.
type Issuer struct {
	URL     string
	Fetches atomic.Int32 // number of requests for the key set

	mu       sync.Mutex
	keys     []jose.SigningKey
	jwks     []byte
	metadata map[string]any
	feed     map[string]any // nil: no feed
	away     bool
	server   *httptest.Server
}

// Start starts an issuer with one ES256 key, k1. It stops when the test ends.
func Start(t testing.TB) *Issuer {
	t.Helper()
	i := &Issuer{}
	i.server = httptest.NewServer(i)
	t.Cleanup(i.server.Close)
	i.URL = i.server.URL
	i.metadata = map[string]any{"issuer": i.URL, "jwks_uri": i.URL + "/keys"}
	i.Publish(t, NewKey(t, "k1"))
	return i
}

// NewKey returns a new ES256 key.
func NewKey(t testing.TB, kid string) jose.SigningKey {
	t.Helper()
	key, err := jose.Generate("ES256", kid)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// Publish replaces the key set.
func (i *Issuer) Publish(t testing.TB, keys ...jose.SigningKey) {
	t.Helper()
	set := jose.Set{Keys: []jose.Key{}}
	for _, k := range keys {
		set.Keys = append(set.Keys, k.Public())
	}
	body, err := set.MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	i.PublishRaw(body)
	i.mu.Lock()
	defer i.mu.Unlock()
	i.keys = keys
}

// JWK returns the public key as a JWK, for tests to change; alg may be empty. Package jose
// may find it too weak.
func JWK(t testing.TB, public crypto.PublicKey, kid, alg string) map[string]any {
	t.Helper()
	raw, err := jose.Key{ID: kid, Public: public, Algorithms: []string{alg}}.MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	members := map[string]any{}
	if err := json.Unmarshal(raw, &members); err != nil {
		t.Fatal(err)
	}
	delete(members, "use")
	return members
}

// PublishRaw replaces the key set by any document.
func (i *Issuer) PublishRaw(jwks []byte) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.jwks = jwks
}

// Describe sets a member of the metadata.
func (i *Issuer) Describe(name string, value any) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.metadata[name] = value
}

// DescribeFeed publishes the metadata of a feed at this address. Each change may modify it.
func (i *Issuer) DescribeFeed(at string, changes ...func(map[string]any)) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.feed = map[string]any{"issuer": i.URL, "delivery": map[string]any{"method": securityevent.PollMethod, "endpoint_url": at}}
	for _, change := range changes {
		change(i.feed)
	}
}

// SetAway makes the issuer answer every request with 503, or stops that.
func (i *Issuer) SetAway(away bool) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.away = away
}

// Key returns the first published key.
func (i *Issuer) Key() jose.SigningKey {
	i.mu.Lock()
	defer i.mu.Unlock()
	return i.keys[0]
}

// ServeHTTP serves metadata, feed metadata and keys.
func (i *Issuer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	i.mu.Lock()
	defer i.mu.Unlock()
	switch {
	case i.away:
		http.Error(w, "away", http.StatusServiceUnavailable)
	case r.URL.Path == "/.well-known/oauth-authorization-server":
		_ = json.NewEncoder(w).Encode(i.metadata)
	case r.URL.Path == securityevent.ConfigurationPath && i.feed != nil:
		_ = json.NewEncoder(w).Encode(i.feed)
	case r.URL.Path == "/keys":
		i.Fetches.Add(1)
		_, _ = w.Write(i.jwks)
	default:
		http.NotFound(w, r)
	}
}

// Claims returns valid claims about alice that expire five minutes from now.
func (i *Issuer) Claims(now time.Time) *accesstoken.Claims {
	return &accesstoken.Claims{
		Claims: jose.Claims{
			Issuer: i.URL, Subject: "alice", Audience: jose.Audience{Resource}, ID: "j1",
			IssuedAt: jose.NewTime(now), ExpiresAt: jose.NewTime(now.Add(5 * time.Minute)),
		},
		ClientID: "notes", Scope: "notes:read notes:write",
	}
}

// Token returns a signed token with valid claims, modified by each change.
func (i *Issuer) Token(t testing.TB, now time.Time, changes ...func(*accesstoken.Claims)) string {
	t.Helper()
	claims := i.Claims(now)
	for _, change := range changes {
		change(claims)
	}
	key := i.Key()
	return josetest.Sign(t, key.Algorithm, key.Signer, Header(key), claims)
}

// Header returns a valid header for the key.
func Header(key jose.SigningKey) map[string]any {
	return map[string]any{"typ": accesstoken.Type, "alg": key.Algorithm, "kid": key.ID}
}

// Clock is a clock that a test can move.
type Clock struct {
	mu sync.Mutex
	t  time.Time
}

// NewClock returns a clock that shows a fixed time.
func NewClock() *Clock { return &Clock{t: time.Unix(1_800_000_000, 0)} }

// Now returns the time.
func (c *Clock) Now() time.Time { c.mu.Lock(); defer c.mu.Unlock(); return c.t }

// Move adds d to the time.
func (c *Clock) Move(d time.Duration) { c.mu.Lock(); defer c.mu.Unlock(); c.t = c.t.Add(d) }
