package resourceserver_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"quartet.example/shared/jose"
	"quartet.example/shared/teach"
)

// In the dev profile the challenge (RFC 6750 §3) and the body say what to change. Without
// bearer.Config.Explain, as in production, they do not: see TestChallenges of package bearer.
func TestRefusedTokensTeach(t *testing.T) {
	r := start(t)
	at := r.clock.Now()
	for name, tt := range map[string]struct {
		change func(*claims)
		status int
		check  string
	}{
		teach.Audience:     {func(c *claims) { c.Audience = []string{"http://other.localhost:9001"} }, http.StatusUnauthorized, "rs.aud"},
		teach.MissingScope: {func(c *claims) { c.Scope = "openid" }, http.StatusForbidden, "rs.scope"},
		teach.ClockSkew:    {func(c *claims) { c.ExpiresAt = jose.NewTime(at.Add(-time.Hour)) }, http.StatusUnauthorized, "rs.jwt.exp"},
		teach.Issuer:       {func(c *claims) { c.Issuer += "/" }, http.StatusUnauthorized, "rs.jwt.iss"},
	} {
		t.Run(name, func(t *testing.T) {
			token := r.issuer.Token(t, at, func(c *claims) { c.Subject, c.Scope = "alice", "notes:read"; tt.change(c) })
			w := r.do(t, "GET", "/notes", token, "")
			wantStatus(t, w, tt.status)
			hint := teach.Of(tt.check).Hint
			for where, text := range map[string]string{"challenge": w.Header().Get("WWW-Authenticate"), "body": w.Body.String()} {
				if hint == "" || !strings.Contains(text, "; "+hint) {
					t.Errorf("%s: got %s, want %q", where, text, hint)
				}
			}
			if got := r.refusedBy(t); got != tt.check {
				t.Errorf("refused by %s, want %s", got, tt.check)
			}
		})
	}
}
