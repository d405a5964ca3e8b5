package bearer_test

import (
	"net/http"
	"strings"
	"testing"

	"quartet.example/resourceserver/bearer"
	"quartet.example/resourceserver/internal/issuertest"
	"quartet.example/shared/jose/josetest"
	"quartet.example/shared/oauth"
	"quartet.example/shared/waittest"
)

// startTwo starts two issuers whose different keys have the same key ID.
func startTwo(t *testing.T) (r *rig, second *issuertest.Issuer) {
	t.Helper()
	second = issuertest.Start(t)
	r = start(t, func(c *bearer.Config) { c.Issuers = []bearer.Issuer{{URL: second.URL}} })
	waittest.Until(t, "bearer", func() bool {
		status, _, _ := r.with(t, second.Token(t, r.clock.Now()))
		own, _, _ := r.with(t, r.issuer.Token(t, r.clock.Now()))
		return status == http.StatusOK && own == http.StatusOK
	})
	return r, second
}

func TestTokenIsJudgedByTheKeysOfItsIssuer(t *testing.T) { // RFC 9068 §4, RFC 8725 §3.8
	r, second := startTwo(t)
	now := r.clock.Now()
	key := second.Key()
	forged := func(issuer string) string {
		c := second.Claims(now)
		c.Issuer = issuer
		return josetest.Sign(t, key.Algorithm, key.Signer, issuertest.Header(key), c)
	}
	for name, tt := range map[string]struct{ raw, check string }{
		"F-08 one issuer signs in the name of another": {forged(r.issuer.URL), "rs.jwt.sig"},
		"F-08 an issuer that is not ours":              {forged("https://evil.example"), "rs.jwt.iss"},
		"F-08 no issuer":                               {forged(""), "rs.jwt.iss"},
		"F-08 sibling tenant":                          {forged(second.URL + "/b"), "rs.jwt.iss"},
	} {
		t.Run(name, func(t *testing.T) {
			fetched := r.issuer.Fetches.Load() + second.Fetches.Load()
			status, results, _ := r.with(t, tt.raw)
			if status != http.StatusUnauthorized || !strings.HasSuffix(ids(results), "!"+tt.check) {
				t.Errorf("got %d %s, want 401 at %s", status, ids(results), tt.check)
			}
			if n := r.issuer.Fetches.Load() + second.Fetches.Load(); n != fetched {
				t.Errorf("got %d fetches, want none", n-fetched)
			}
		})
	}
}

func TestIssuersHaveNothingInCommon(t *testing.T) { // O-15
	r, second := startTwo(t)
	seen, other := r.issuer.Token(t, r.clock.Now()), second.Token(t, r.clock.Now())
	r.with(t, seen)
	r.with(t, other)
	second.Publish(t, issuertest.NewKey(t, "k2"))
	began := r.issuer.Fetches.Load()
	if status, _, _ := r.with(t, second.Token(t, r.clock.Now())); status != http.StatusOK {
		t.Errorf("second issuer rotates: got %d, want 200", status)
	}
	if status, _, _ := r.with(t, other); status != http.StatusUnauthorized {
		t.Errorf("its old token, seen before: got %d, want 401", status)
	}
	r.issuer.SetAway(true)
	if status, _, _ := r.with(t, seen); status != http.StatusOK || r.issuer.Fetches.Load() != began {
		t.Errorf("the first issuer's token: got %d after %d fetches, want 200 after none", status, r.issuer.Fetches.Load()-began)
	}
}

func TestOneIssuerIsAwayFromTheStart(t *testing.T) { // O-15
	away := issuertest.Start(t)
	away.SetAway(true)
	r := start(t, func(c *bearer.Config) { c.Issuers = []bearer.Issuer{{URL: away.URL}} })
	if err := r.v.Ready(t.Context()); err != nil {
		t.Errorf("got %v, want ready: the other issuer's users can work", err)
	}
	waittest.Until(t, "bearer", func() bool {
		status, _, _ := r.with(t, r.issuer.Token(t, r.clock.Now()))
		return status == http.StatusOK
	})
	_, _, w := r.with(t, away.Token(t, r.clock.Now()))
	wantError(t, w, http.StatusServiceUnavailable, oauth.TemporarilyUnavailable)
	away.SetAway(false)
	waittest.Until(t, "bearer", func() bool { status, _, _ := r.with(t, away.Token(t, r.clock.Now())); return status == http.StatusOK })
}

func TestIssuersThatAreRefused(t *testing.T) {
	for name, issuers := range map[string][]bearer.Issuer{
		"none":              nil,
		"one of them http":  {{URL: "https://a.example"}, {URL: "http://b.example"}},
		"one of them twice": {{URL: "https://a.example"}, {URL: "https://a.example"}},
		"keys over http":    {{URL: "https://a.example", JWKSURI: "http://a.example/keys"}},
		"HS256":             {{URL: "https://a.example", Algorithms: []string{"HS256"}}},
	} {
		t.Run(name, func(t *testing.T) {
			v, err := bearer.New(bearer.Config{Issuers: issuers, Resource: "https://api.example"})
			if err == nil {
				_ = v.Close()
				t.Error("got a Validator, want an error")
			}
		})
	}
}

func TestAlgorithmsOfOneIssuer(t *testing.T) { // RFC 8725 §3.1
	second := issuertest.Start(t)
	r := start(t, func(c *bearer.Config) { c.Issuers = []bearer.Issuer{{URL: second.URL, Algorithms: []string{"EdDSA"}}} })
	waittest.Until(t, "bearer", func() bool {
		status, results, _ := r.with(t, second.Token(t, r.clock.Now()))
		return status == http.StatusUnauthorized && strings.HasSuffix(ids(results), "!rs.jwt.alg_allow")
	})
	waittest.Until(t, "bearer", func() bool { // accepted with the ES256 of the other issuer
		status, _, _ := r.with(t, r.issuer.Token(t, r.clock.Now()))
		return status == http.StatusOK
	})
}
