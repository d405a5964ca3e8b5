package bearer_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"quartet.example/resourceserver/bearer"
	"quartet.example/resourceserver/internal/issuertest"
	"quartet.example/shared/waittest"
)

// A key with a fault does not affect the other keys of the set (RFC 7517 §5).
func TestStrangeKeysBesideAGoodOne(t *testing.T) {
	fetched := false
	elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { fetched = true }))
	defer elsewhere.Close()
	for name, strange := range map[string]string{
		"a point that is not on the curve": `{"kty":"EC","crv":"P-256","kid":"x","x":"AAAA","y":"AAAA"}`,
		"no members":                       `{}`,
		"a string":                         `"key"`,
		"null":                             `null`,
		"kid is a number":                  `{"kty":"EC","kid":7}`,
		"kty of another time":              `{"kty":"AKP","kid":"x","alg":"ML-DSA-44","pub":"AAAA"}`,
		"P-521":                            `{"kty":"EC","crv":"P-521","kid":"x","x":"AAAA","y":"AAAA"}`,
		"RSA of no size":                   `{"kty":"RSA","kid":"x","n":"","e":"AQAB"}`,
		"RSA with exponent 1":              `{"kty":"RSA","kid":"x","n":"` + strings.Repeat("q", 342) + `","e":"AQ"}`,
		"a symmetric key":                  `{"kty":"oct","kid":"x","k":"c2VjcmV0"}`,
		"certificates that are none":       `{"kty":"EC","crv":"P-256","kid":"x","x5c":["AAAA"],"x5t":"x"}`,
		"certificates elsewhere":           `{"kty":"EC","crv":"P-256","kid":"x","x5u":"` + elsewhere.URL + `"}`,
	} {
		t.Run(name, func(t *testing.T) {
			r := &rig{issuer: issuertest.Start(t), clock: issuertest.NewClock()}
			key := r.issuer.Key()
			good, err := json.Marshal(issuertest.JWK(t, key.Signer.Public(), key.ID, "ES256"))
			if err != nil {
				t.Fatal(err)
			}
			r.issuer.PublishRaw([]byte(`{"keys":[` + strange + `,` + string(good) + `]}`))
			r.open(t)
			r.waitReady(t)
			if status, results, _ := r.with(t, r.issuer.Token(t, r.clock.Now())); status != http.StatusOK {
				t.Errorf("got %d %s, want 200", status, ids(results))
			}
		})
	}
	if fetched {
		t.Error("an address within a key was fetched")
	}
}

// Without a key no token can be verified: requests get 503, never invalid_token, and the API is not
// ready. The next good set is fetched soon.
func TestASetWithoutAUsableKeyIsNoSet(t *testing.T) {
	for name, empty := range map[string]string{"no key": `{"keys":[]}`, "no key that we can use": `{"keys":[{"kty":"oct","kid":"x","k":"c2VjcmV0"}]}`} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newSite(t)
				v := s.open(t)
				seen := s.token(t, s.key)
				statusOf(t, v, seen)
				s.act(func(*http.Request) (int, string) { return http.StatusOK, empty })
				time.Sleep(6 * time.Minute)
				for which, raw := range map[string]string{"seen before": seen, "first seen": s.token(t, s.key, "x", "y")} {
					if got := statusOf(t, v, raw); got != http.StatusServiceUnavailable {
						t.Errorf("%s: got %d, want 503", which, got)
					}
				}
				if v.Ready(t.Context()) == nil {
					t.Error("ready without keys")
				}
				s.publish(t, s.key)
				time.Sleep(10 * time.Second)
				synctest.Wait()
				if got := statusOf(t, v, s.token(t, s.key)); got != http.StatusOK {
					t.Errorf("10 s after there are keys again: got %d, want 200", got)
				}
			})
		})
	}
}

// A certificate chain in a key is not verified, and does not change how the key is used.
func TestCertificatesSayNothing(t *testing.T) {
	r := &rig{issuer: issuertest.Start(t), clock: issuertest.NewClock()}
	key := r.issuer.Key()
	jwk := issuertest.JWK(t, key.Signer.Public(), key.ID, "ES256")
	jwk["x5c"], jwk["x5t"] = []string{"bm90IGEgY2VydGlmaWNhdGU="}, "AAAA"
	body, err := json.Marshal(map[string]any{"keys": []any{jwk}})
	if err != nil {
		t.Fatal(err)
	}
	r.issuer.PublishRaw(body)
	r.open(t)
	r.waitReady(t)
	if status, results, _ := r.with(t, r.issuer.Token(t, r.clock.Now())); status != http.StatusOK {
		t.Errorf("got %d %s, want 200", status, ids(results))
	}
}

// The issuer may redirect to another address for its keys, but not to one without TLS.
func TestRedirectsOfTheIssuer(t *testing.T) {
	for name, tt := range map[string]struct {
		to string
		ok bool
	}{
		"to another path":   {"/keys", true},
		"out of https":      {"http://127.0.0.1:1/keys", false},
		"to a private host": {"http://10.0.0.1/keys", false},
		"in a circle":       {"/moved", false},
	} {
		t.Run(name, func(t *testing.T) {
			issuer, err := jwksServer(t, tt.to)
			if err != nil {
				t.Fatal(err)
			}
			v, err := bearer.New(bearer.Config{
				Issuer: issuer.URL, JWKSURI: issuer.URL + "/moved", Resource: issuertest.Resource, HTTP: issuer.Client(),
			})
			if err != nil {
				t.Fatal(err)
			}
			defer v.Close()
			waittest.Until(t, "bearer", func() bool {
				err := v.Ready(t.Context())
				return err == nil || err.Error() != "the keys have not been fetched yet"
			})
			if err := v.Ready(t.Context()); (err == nil) != tt.ok {
				t.Errorf("got %v, want ready: %v", err, tt.ok)
			}
		})
	}
}

// jwksServer answers over TLS: /moved redirects, /keys is a key set.
func jwksServer(t *testing.T, to string) (*httptest.Server, error) {
	key := issuertest.NewKey(t, "k1")
	body, err := json.Marshal(map[string]any{"keys": []any{issuertest.JWK(t, key.Signer.Public(), "k1", "ES256")}})
	mux := http.NewServeMux()
	mux.Handle("GET /moved", http.RedirectHandler(to, http.StatusFound))
	mux.HandleFunc("GET /keys", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(body) })
	server := httptest.NewTLSServer(mux)
	t.Cleanup(server.Close)
	return server, err
}
