package bff_test

import (
	"crypto/x509"
	"encoding/pem"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"quartet.example/client/internal/issuertest"
)

// CP-02, CP-04: a token that fails one rule signs nobody in; the log names the rule.
func TestIDTokenRefused(t *testing.T) {
	claims := func(change func(jwt.MapClaims)) func(*issuerT) {
		return func(i *issuerT) { i.Claims = change }
	}
	for name, tt := range map[string]struct {
		check  string
		change func(*issuerT)
	}{
		"CP-02 other iss":             {"client.idtoken.iss", claims(func(c jwt.MapClaims) { c["iss"] = "https://evil.example" })},
		"CP-02 iss with a slash":      {"client.idtoken.iss", claims(func(c jwt.MapClaims) { c["iss"] = c["iss"].(string) + "/" })},
		"CP-02 other aud":             {"client.idtoken.aud", claims(func(c jwt.MapClaims) { c["aud"] = "another" })},
		"CP-02 no aud":                {"client.idtoken.aud", claims(func(c jwt.MapClaims) { delete(c, "aud") })},
		"CP-02 missing sub":           {"client.idtoken.sub", claims(func(c jwt.MapClaims) { delete(c, "sub") })},
		"CP-02 missing iat":           {"client.idtoken.exp", claims(func(c jwt.MapClaims) { delete(c, "iat") })},
		"iat in the future":           {"client.idtoken.exp", claims(func(c jwt.MapClaims) { c["iat"] = c["iat"].(int64) + 3600 })},
		"nbf in the future":           {"client.idtoken.exp", claims(func(c jwt.MapClaims) { c["nbf"] = c["iat"].(int64) + 3600 })},
		"nbf that overflows":          {"client.idtoken.exp", claims(func(c jwt.MapClaims) { c["nbf"] = 9.3e18 })},
		"exp that overflows":          {"client.idtoken.exp", claims(func(c jwt.MapClaims) { c["exp"] = 9.3e18 })},
		"iat that overflows":          {"client.idtoken.exp", claims(func(c jwt.MapClaims) { c["iat"] = 9.3e18 })},
		"expired":                     {"client.idtoken.exp", claims(func(c jwt.MapClaims) { c["exp"] = c["iat"].(int64) - 60 })},
		"missing exp":                 {"client.idtoken.exp", claims(func(c jwt.MapClaims) { delete(c, "exp") })},
		"CP-02 other nonce":           {"client.nonce.match", claims(func(c jwt.MapClaims) { c["nonce"] = "other" })},
		"CP-02 no nonce":              {"client.nonce.match", claims(func(c jwt.MapClaims) { delete(c, "nonce") })},
		"other azp":                   {"client.idtoken.azp", claims(func(c jwt.MapClaims) { c["azp"] = "another" })},
		"a second audience":           {"client.idtoken.audiences", claims(func(c jwt.MapClaims) { c["aud"] = []string{"notes", "another"} })},
		"a second audience, and azp":  {"client.idtoken.audiences", claims(func(c jwt.MapClaims) { c["aud"], c["azp"] = []string{"another", "notes"}, "notes" })},
		"two audiences and no azp":    {"client.idtoken.azp", claims(func(c jwt.MapClaims) { c["aud"] = []string{"notes", "trusted"} })},
		"two audiences, other azp":    {"client.idtoken.azp", claims(func(c jwt.MapClaims) { c["aud"], c["azp"] = []string{"notes", "trusted"}, "trusted" })},
		"azp is no string":            {"client.idtoken.sig", claims(func(c jwt.MapClaims) { c["azp"] = []string{"notes"} })},
		"at_hash of another token":    {"client.idtoken.at_hash", claims(func(c jwt.MapClaims) { c["at_hash"] = "AAAAAAAAAAAAAAAAAAAAAA" })},
		"no ID token":                 {"client.idtoken.present", func(i *issuerT) { i.Answer = func(a map[string]any) { delete(a, "id_token") } }},
		"token type MAC":              {"client.token.type", func(i *issuerT) { i.Answer = func(a map[string]any) { a["token_type"] = "mac" } }},
		"CP-04 UserInfo of another":   {"client.userinfo.sub", func(i *issuerT) { i.Userinfo = func(u map[string]any) { u["sub"] = "bob" } }},
		"CP-04 UserInfo without sub":  {"client.userinfo.sub", func(i *issuerT) { i.Userinfo = func(u map[string]any) { delete(u, "sub") } }},
		"garbage":                     {"client.idtoken.sig", func(i *issuerT) { i.Sign = func(*jwt.Token) string { return "a.b.c" } }},
		"CP-02 foreign key":           {"client.idtoken.sig", func(i *issuerT) { i.Sign = signedBy(jwt.SigningMethodRS256, issuertest.ForeignKey()) }},
		"alg none":                    {"client.idtoken.sig", func(i *issuerT) { i.Sign = signedBy(jwt.SigningMethodNone, jwt.UnsafeAllowNoneSignatureType) }},
		"HMAC with the client secret": {"client.idtoken.sig", func(i *issuerT) { i.Sign = signedBy(jwt.SigningMethodHS256, []byte(i.ClientSecret)) }},
		"HMAC with the public key":    {"client.idtoken.sig", func(i *issuerT) { i.Sign = signedBy(jwt.SigningMethodHS256, publicPEM(i)) }},
		"unknown kid":                 {"client.idtoken.sig", func(i *issuerT) { i.Header = func(h map[string]any) { h["kid"] = "other" } }},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t, func(c *configT) { c.TrustedAudiences = []string{"trusted"} })
			r.Configure(tt.change)
			b := newBrowser(t, r.app)
			resp := b.signIn(r.Issuer)
			wantStatus(t, resp, http.StatusForbidden)
			if got := len(r.Requests("/revoke")); got != 1 {
				t.Errorf("got %d revocations, want that of the refresh token that came with it", got)
			}
			if b.sessionID() != "" {
				t.Error("got a session")
			}
			if !strings.Contains(strings.ReplaceAll(r.log.String(), "\n", " "), "check="+tt.check+" ") {
				t.Errorf("the log does not name %s", tt.check)
			}
		})
	}
}

func signedBy(method jwt.SigningMethod, key any) func(*jwt.Token) string {
	return func(token *jwt.Token) string {
		token.Method, token.Header["alg"] = method, method.Alg()
		signed, err := token.SignedString(key)
		if err != nil {
			panic(err)
		}
		return signed
	}
}

func publicPEM(i *issuerT) []byte {
	der, err := x509.MarshalPKIXPublicKey(i.PublicKey())
	if err != nil {
		panic(err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})
}

// What other issuers do, and may.
func TestIDTokenAccepted(t *testing.T) {
	for name, change := range map[string]func(*issuerT){
		"CP-03 no kid, one key": func(i *issuerT) { i.Header = func(h map[string]any) { delete(h, "kid") } },
		"azp is us":             func(i *issuerT) { i.Claims = func(c jwt.MapClaims) { c["azp"] = "notes" } },
		"a trusted audience, with azp": func(i *issuerT) {
			i.Claims = func(c jwt.MapClaims) { c["aud"], c["azp"] = []string{"trusted", "notes"}, "notes" }
		},
		"no at_hash":               func(i *issuerT) { i.Claims = func(c jwt.MapClaims) { delete(c, "at_hash") } },
		"clock a little ahead":     func(i *issuerT) { i.Claims = func(c jwt.MapClaims) { c["iat"] = c["iat"].(int64) + 20 } },
		"UserInfo away":            func(i *issuerT) { i.Down = func(r *http.Request) bool { return r.URL.Path == "/userinfo" } },
		"nbf that has passed":      func(i *issuerT) { i.Claims = func(c jwt.MapClaims) { c["nbf"] = c["iat"] } },
		"no expires_in":            func(i *issuerT) { i.Answer = func(a map[string]any) { delete(a, "expires_in") } },
		"token_type bearer, small": func(i *issuerT) { i.Answer = func(a map[string]any) { a["token_type"] = "bearer" } },
		"no iss in answers promised": func(i *issuerT) {
			i.Metadata = func(m map[string]any) { delete(m, "authorization_response_iss_parameter_supported") }
		},
		"metadata says nothing of PKCE": func(i *issuerT) {
			i.Metadata = func(m map[string]any) { delete(m, "code_challenge_methods_supported") }
		},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t, func(c *configT) { c.TrustedAudiences = []string{"trusted"} })
			r.Configure(change)
			r.signedIn(t)
		})
	}
	t.Run("CP-03 no kid, several keys", func(t *testing.T) {
		r := newRig(t)
		r.AddKey("", 1)
		r.Configure(func(i *issuerT) { i.Header = func(h map[string]any) { delete(h, "kid") } })
		r.signedIn(t)
	})
}

// CP-06: a new key is fetched when it is first seen.
func TestSigningKeyRotation(t *testing.T) {
	r := newRig(t)
	b := r.signedIn(t)
	r.RotateKey("k2", 1)
	if b.signIn(r.Issuer).StatusCode != http.StatusSeeOther {
		t.Error("sign-in after the rotation failed")
	}
	r.clock.Move(6 * time.Minute)
	r.RotateKey("k3", 2)
	wantStatus(t, b.call("GET", "/api/notes", ""), 200)
}

// CP-05: refreshed tokens of another user or issuer end the session, and are revoked.
func TestRefreshedIDToken(t *testing.T) {
	for name, change := range map[string]func(jwt.MapClaims){
		"CP-05 other sub":    func(c jwt.MapClaims) { c["sub"] = "mallory" },
		"CP-05 other issuer": func(c jwt.MapClaims) { c["iss"] = "https://evil.example" },
		"other audience":     func(c jwt.MapClaims) { c["aud"] = "another" },
		"further audience":   func(c jwt.MapClaims) { c["aud"] = []string{"another", "notes"} },
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t)
			b := r.signedIn(t)
			given := ""
			r.Configure(func(i *issuerT) {
				i.Claims = change
				i.Answer = func(a map[string]any) { given, _ = a["refresh_token"].(string) }
			})
			r.clock.Move(6 * time.Minute)
			wantStatus(t, b.call("GET", "/api/notes", ""), http.StatusUnauthorized)
			if b.sessionID() != "" || r.api.count() != 0 {
				t.Errorf("got session %q and %d calls upstream, want none", b.sessionID(), r.api.count())
			}
			if got := r.Requests("/revoke"); len(got) != 1 || got[0].Form.Get("token") != given {
				t.Errorf("got revocations %v, want that of the refresh token that came with it", got)
			}
			if left := sessionKeys(t, r); len(left) != 0 {
				t.Errorf("got sessions %v in Redis, want none", left)
			}
		})
	}
	t.Run("an answer without ID token is fine", func(t *testing.T) {
		r := newRig(t)
		b := r.signedIn(t)
		r.Configure(func(i *issuerT) {
			i.Answer = func(a map[string]any) { delete(a, "id_token"); delete(a, "scope") }
		})
		r.clock.Move(6 * time.Minute)
		wantStatus(t, b.call("GET", "/api/notes", ""), 200)
	})
}
