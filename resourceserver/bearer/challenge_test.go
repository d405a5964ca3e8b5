package bearer_test

import (
	"net/http"
	"slices"
	"testing"
	"time"

	"quartet.example/resourceserver/bearer"
)

const metadataAt = `resource_metadata="http://api.localhost:9001/.well-known/oauth-protected-resource"`

// The exact challenges: one header field for each scheme (RFC 9110 §11.6.1).
func TestChallenges(t *testing.T) {
	r := start(t, withDPoP)
	key := newHolder(t)
	bound := r.issuer.Token(t, r.clock.Now(), boundTo(key))
	expired := r.issuer.Token(t, r.clock.Now().Add(-time.Hour))
	narrow := r.issuer.Token(t, r.clock.Now(), func(c *claims) { c.Scope = "" })
	narrowBound := r.issuer.Token(t, r.clock.Now(), func(c *claims) { c.Scope = "" }, boundTo(key))
	const (
		bare     = `Bearer realm="notes", ` + metadataAt
		bareDPoP = `DPoP realm="notes", algs="ES256 EdDSA Ed25519 RS256 PS256", ` + metadataAt
	)
	for name, tt := range map[string]struct {
		authorization, proof string
		status               int
		want                 []string
		body                 string
	}{
		"F-04 no token": {"", "", 401, []string{bare, bareDPoP}, "{}\n"},
		"F-04 Basic":    {"Basic YTpi", "", 401, []string{bare, bareDPoP}, "{}\n"},
		"F-06 expired": {"Bearer " + expired, "", 401, []string{
			`Bearer realm="notes", error="invalid_token", error_description="the access token has expired or is not valid yet", ` + metadataAt, bareDPoP,
		}, `{"error":"invalid_token","error_description":"the access token has expired or is not valid yet"}` + "\n"},
		"F-21 scope": {"Bearer " + narrow, "", 403, []string{
			`Bearer realm="notes", error="insufficient_scope", error_description="the access token does not cover this", scope="notes:read", ` + metadataAt,
		}, `{"error":"insufficient_scope","error_description":"the access token does not cover this"}` + "\n"},
		"F-21 scope of a bound token": {"DPoP " + narrowBound, r.proofOf(t, key, narrowBound, ""), 403, []string{
			`DPoP realm="notes", error="insufficient_scope", error_description="the access token does not cover this", scope="notes:read", algs="ES256 EdDSA Ed25519 RS256 PS256", ` + metadataAt,
		}, `{"error":"insufficient_scope","error_description":"the access token does not cover this"}` + "\n"},
		"N-09 no proof": {"DPoP " + bound, "", 401, []string{
			`DPoP realm="notes", error="invalid_dpop_proof", error_description="the DPoP header is missing", algs="ES256 EdDSA Ed25519 RS256 PS256", ` + metadataAt, bare,
		}, `{"error":"invalid_dpop_proof","error_description":"the DPoP header is missing"}` + "\n"},
	} {
		t.Run(name, func(t *testing.T) {
			var sent []string
			if tt.authorization != "" {
				sent = []string{tt.authorization}
			}
			w := r.getWith(t, sent, tt.proof)
			if got := w.Header().Values("WWW-Authenticate"); w.Code != tt.status || !slices.Equal(got, tt.want) {
				t.Errorf("got  %d %q\nwant %d %q", w.Code, got, tt.status, tt.want)
			}
			if got := w.Body.String(); got != tt.body {
				t.Errorf("body: got %s, want %s", got, tt.body)
			}
			if w.Header().Get("Cache-Control") != "no-store" || w.Header().Get("Content-Type") != "application/json" {
				t.Errorf("got %v, want JSON that is not stored", w.Header())
			}
		})
	}
}

// Without a realm and metadata the challenge consists of the scheme only.
func TestShortestChallenge(t *testing.T) {
	r := start(t, func(c *bearer.Config) { c.Realm, c.MetadataURL = "", "" })
	if got := r.get(t).Header().Values("WWW-Authenticate"); !slices.Equal(got, []string{"Bearer"}) {
		t.Errorf("got %q, want Bearer", got)
	}
	w := r.get(t, "Bearer x")
	want := []string{`Bearer error="invalid_token", error_description="the access token is malformed"`}
	if got := w.Header().Values("WWW-Authenticate"); w.Code != http.StatusUnauthorized || !slices.Equal(got, want) {
		t.Errorf("got %d %q, want %q", w.Code, got, want)
	}
}

// A realm with quotes stays within its parameter.
func TestRealmIsQuoted(t *testing.T) {
	r := start(t, func(c *bearer.Config) { c.Realm, c.MetadataURL = "a\"b\\c\r\nX: y", "" })
	if got, want := r.get(t).Header().Get("WWW-Authenticate"), `Bearer realm="a\"b\\c??X: y"`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
