package introspection_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/golang-jwt/jwt/v5"

	"quartet.example/resourceserver/bearer/introspection"
	"quartet.example/shared/jose"
	"quartet.example/shared/jose/josetest"
)

// sign returns a signed response for us; change modifies its header and claims.
func (r *rig) sign(change func(header map[string]any, claims jwt.MapClaims)) string {
	key := r.issuer.Key()
	header := map[string]any{"typ": "token-introspection+jwt", "alg": key.Algorithm, "kid": key.ID}
	var inner map[string]any
	_ = json.Unmarshal([]byte(r.active()), &inner)
	claims := jwt.MapClaims{"iss": r.issuer.URL, "aud": "notes api", "iat": r.clock.Now().Unix(), "token_introspection": inner}
	if change != nil {
		change(header, claims)
	}
	return josetest.Sign(r.t, key.Algorithm, key.Signer, header, claims)
}

func TestSignedAnswers(t *testing.T) {
	r := start(t, func(c *introspection.Config) { c.Signed = true })
	forged := strings.Split(r.sign(nil), ".")
	for name, tt := range map[string]struct {
		body   string
		status int
		check  string
	}{
		"RFC 9701 §5 ours": {r.sign(nil), 200, "rs.introspection.addressed"},
		"H-03 not active": {r.sign(func(_ map[string]any, c jwt.MapClaims) {
			c["token_introspection"] = map[string]any{"active": false}
		}), 401, "!rs.token.active"},
		"F-17 an access token":           {r.sign(func(h map[string]any, _ jwt.MapClaims) { h["typ"] = "at+jwt" }), 503, "!rs.introspection.signed"},
		"no typ":                         {r.sign(func(h map[string]any, _ jwt.MapClaims) { delete(h, "typ") }), 503, "!rs.introspection.signed"},
		"crit":                           {r.sign(func(h map[string]any, _ jwt.MapClaims) { h["crit"] = []string{"b64"} }), 503, "!rs.introspection.signed"},
		"an unknown key":                 {r.sign(func(h map[string]any, _ jwt.MapClaims) { h["kid"] = "k9" }), 503, "!rs.introspection.signed"},
		"the signature is another":       {forged[0] + "." + forged[1] + "." + strings.Repeat("A", 86), 503, "!rs.introspection.signed"},
		"alg none":                       {"eyJhbGciOiJub25lIiwidHlwIjoidG9rZW4taW50cm9zcGVjdGlvbitqd3QifQ." + forged[1] + ".", 503, "!rs.introspection.signed"},
		"not a JWT":                      {r.active(), 503, "!rs.introspection.signed"},
		"token_introspection is missing": {r.sign(func(_ map[string]any, c jwt.MapClaims) { delete(c, "token_introspection") }), 503, "!rs.introspection.signed"},
		"F-08 another issuer":            {r.sign(func(_ map[string]any, c jwt.MapClaims) { c["iss"] = "https://x.example" }), 503, "!rs.introspection.addressed"},
		"F-09 for somebody else":         {r.sign(func(_ map[string]any, c jwt.MapClaims) { c["aud"] = "other" }), 503, "!rs.introspection.addressed"},
		"of yesterday":                   {r.sign(func(_ map[string]any, c jwt.MapClaims) { c["iat"] = r.clock.Now().Unix() - 86400 }), 503, "!rs.introspection.addressed"},
		"nbf lies ahead":                 {r.sign(func(_ map[string]any, c jwt.MapClaims) { c["nbf"] = r.clock.Now().Unix() + 3600 }), 503, "!rs.introspection.addressed"},
		"nbf overflows":                  {r.sign(func(_ map[string]any, c jwt.MapClaims) { c["nbf"] = 9.3e18 }), 503, "!rs.introspection.addressed"},
		"without iat":                    {r.sign(func(_ map[string]any, c jwt.MapClaims) { delete(c, "iat") }), 503, "!rs.introspection.addressed"},
	} {
		t.Run(name, func(t *testing.T) {
			r.t = t
			r.says(200, signedType, tt.body)
			r.want(name, tokenFor(name), tt.status, tt.check)
		})
	}
	t.Run("a plain answer is none", func(t *testing.T) {
		r.t = t
		r.says(200, asJSON, r.active())
		r.want("plain", "plain", 503, "")
		for _, accept := range r.accepts {
			if accept != signedType {
				t.Errorf("RFC 9701 §4 Accept: got %q", accept)
			}
		}
	})
}

// The attacks of josetest, sent as responses of the endpoint.
func TestSignedAnswersUnderAttack(t *testing.T) {
	r := start(t, func(c *introspection.Config) { c.Signed = true })
	r.says(200, signedType, r.sign(nil))
	r.want("the first", "first", 200, "rs.introspection.addressed") // after this the keys are known
	var inner map[string]any
	if err := json.Unmarshal([]byte(r.active()), &inner); err != nil {
		t.Fatal(err)
	}
	now := r.clock.Now()
	josetest.Run(t, josetest.Subject{
		Verify: func(raw string) error {
			r.says(200, signedType, raw)
			if status, checks, _ := r.get(tokenFor(raw)); status != 200 {
				return errors.New(checks)
			}
			return nil
		},
		Key: r.issuer.Key(), Type: "token-introspection+jwt", Now: now, Needed: []string{"iat", "token_introspection"},
		Is: func(err, rule error) bool { // the API shows only which check failed
			check := "!rs.introspection.signed"
			if rule == jose.ErrIssuer || rule == jose.ErrAudience || rule == jose.ErrTime {
				check = "!rs.introspection.addressed"
			}
			return strings.HasSuffix(err.Error(), check)
		},
		Claims: func() map[string]any {
			return map[string]any{"iss": r.issuer.URL, "aud": "notes api", "iat": now.Unix(), "token_introspection": inner}
		},
	})
}
