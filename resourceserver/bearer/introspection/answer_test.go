package introspection_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"quartet.example/resourceserver/bearer"
	"quartet.example/resourceserver/bearer/introspection"
	"quartet.example/resourceserver/internal/issuertest"
)

func TestAnswersAreJudgedLikeJWTs(t *testing.T) {
	r := start(t)
	now := r.clock.Now().Unix()
	for name, tt := range map[string]struct {
		body   string
		status int
		check  string
	}{
		"H-02 active":                          {r.active(), 200, "rs.scope"},
		"H-02 aud is a list":                   {r.active("aud", []string{"x", issuertest.Resource}), 200, "rs.aud"},
		"iss is left out: it is who was asked": {r.active("iss", nil), 200, "rs.jwt.iss"},
		"RFC 7662 §2.2 without exp":            {r.active("exp", nil), 200, "rs.jwt.exp"},
		"H-03 not active":                      {`{"active":false}`, 401, "!rs.token.active"},
		"not active, with members":             {r.active("active", false), 401, "!rs.token.active"},
		"F-06 exp has passed":                  {r.active("exp", now-60), 401, "!rs.jwt.exp"},
		"F-06 nbf lies ahead":                  {r.active("nbf", now+60), 401, "!rs.jwt.exp"},
		"nbf overflows":                        {r.active("nbf", 9.3e18), 401, "!rs.jwt.exp"},
		"exp overflows":                        {r.active("exp", 9.3e18), 401, "!rs.jwt.exp"},
		"F-08 another issuer":                  {r.active("iss", r.issuer.URL+"/"), 401, "!rs.jwt.iss"},
		"F-09 aud is another":                  {r.active("aud", "http://x.example"), 401, "!rs.aud"},
		"F-09 aud is left out":                 {r.active("aud", nil), 401, "!rs.aud"},
		"F-21 scope too small":                 {r.active("scope", "notes:write"), 403, "!rs.scope"},
		"F-21 no scope":                        {r.active("scope", nil), 403, "!rs.scope"},
		"N-09 bound to a key, and no proof":    {r.active("cnf", map[string]string{"jkt": "x"}, "token_type", "DPoP"), 401, "rs.token.active"},
		"does not say active":                  {r.active("active", nil), 503, ""},
		"active is a word":                     {r.active("active", "true"), 503, ""},
		"not JSON":                             {`<html>`, 503, ""},
		"an array":                             {`[true]`, 503, ""},
	} {
		t.Run(name, func(t *testing.T) {
			r.says(200, asJSON, tt.body)
			r.t = t
			r.want(name, tokenFor(name), tt.status, tt.check)
		})
	}
}

// A failure of the endpoint is neither accepted as a valid token nor cached.
func TestFailuresOfTheEndpoint(t *testing.T) {
	r := start(t)
	for name, tt := range map[string]struct {
		status    int
		mediaType string
		body      string
	}{
		"500":                                {500, asJSON, `{}`},
		"503":                                {503, asJSON, `{"active":true}`},
		"401: our own credentials":           {401, asJSON, `{"active":true}`},
		"201":                                {201, asJSON, r.active()},
		"a redirect":                         {302, asJSON, r.active()},
		"another media type":                 {200, "text/html", r.active()},
		"no media type":                      {200, "", r.active()},
		"signed, though plain was asked for": {200, signedType, r.active()},
		"too long":                           {200, asJSON, r.active("x", strings.Repeat("x", 3<<20))},
	} {
		t.Run(name, func(t *testing.T) {
			r.t = t
			r.says(tt.status, tt.mediaType, tt.body)
			r.want(name, "t", http.StatusServiceUnavailable, "")
			before := r.questions()
			r.says(200, asJSON, r.active())
			r.want("and then", "t", http.StatusOK, "rs.token.active")
			if r.questions() != before+1 {
				t.Error("the failure was remembered")
			}
			r.clock.Move(time.Minute)
		})
	}
	t.Run("nobody there", func(t *testing.T) {
		r.t = t
		r.server.Close()
		r.want("nobody there", "t", http.StatusServiceUnavailable, "")
	})
	t.Run("nobody answers in time", func(t *testing.T) {
		r := start(t, func(c *introspection.Config) { c.Timeout = 20 * time.Millisecond })
		r.hold = make(chan struct{})
		defer close(r.hold)
		r.says(200, asJSON, r.active())
		r.want("nobody answers", "t", http.StatusServiceUnavailable, "")
	})
}

func TestSettingsThatAreRefused(t *testing.T) {
	good := introspection.Config{Issuer: "https://as.example", ClientID: "api", ClientSecret: "s"}
	for name, spoil := range map[string]func(*introspection.Config){
		"no issuer":                       func(c *introspection.Config) { c.Issuer = "" },
		"an issuer in clear over the net": func(c *introspection.Config) { c.Issuer = "http://as.example" },
		"an endpoint in clear":            func(c *introspection.Config) { c.Endpoint = "http://as.example/x" },
		"no secret":                       func(c *introspection.Config) { c.ClientSecret = "" },
		"room for nothing":                func(c *introspection.Config) { c.CacheSize = -1 },
		"an answer believed for hours":    func(c *introspection.Config) { c.CacheTTL = 2 * time.Hour },
		"a refusal believed for hours":    func(c *introspection.Config) { c.NegativeTTL = 2 * time.Hour },
		"a wait of hours":                 func(c *introspection.Config) { c.Timeout = time.Hour },
		"F-06 skew over a minute":         func(c *introspection.Config) { c.ClockSkew = 2 * time.Minute },
	} {
		t.Run(name, func(t *testing.T) {
			cfg := good
			spoil(&cfg)
			if _, err := introspection.New(cfg); err == nil {
				t.Error("accepted")
			}
		})
	}
}

// Members of a response without a field in Claims can be read with Token.Claim.
func TestOtherMembersOfAnAnswer(t *testing.T) {
	for name, signed := range map[string]bool{"plain": false, "signed": true} {
		t.Run(name, func(t *testing.T) {
			r := start(t, func(c *introspection.Config) { c.Signed = signed })
			r.api = r.v.Require()(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
				token, _ := bearer.TokenFrom(req.Context())
				var name string
				if has, err := token.Claim("username", &name); !has || err != nil || name != "Alice" {
					http.Error(w, name, http.StatusTeapot)
				}
			}))
			body := r.active("username", "Alice")
			if signed {
				r.says(200, signedType, r.sign(func(_ map[string]any, c jwt.MapClaims) { c["token_introspection"] = json.RawMessage(body) }))
			} else {
				r.says(200, asJSON, body)
			}
			r.want(name, "token", 200, "rs.token.active")
		})
	}
}
