package revocationfeed_test

import (
	"encoding/json"
	"net/http"
	"runtime"
	"strings"
	"testing"

	"quartet.example/resourceserver/bearer/revocationfeed"
	"quartet.example/shared/securityevent"
	"quartet.example/shared/waittest"
)

func TestRevokedTokensAreKnown(t *testing.T) {
	tr := newTransmitter(t)
	tr.revoke("before")
	feed := tr.follow()
	ready(t, feed)
	if !isRevoked(t, feed, tr.token("j", "before")) {
		t.Error("H-05 a grant that was revoked before the start: its token is accepted")
	}
	for name, tt := range map[string]struct {
		set     func(*securityevent.Claims)
		jti     string
		gid     string
		revoked bool
	}{
		"H-05 another token of the grant":          {nil, "j", "$", true},
		"a token of another grant":                 {nil, "j", "other", false},
		"a token without a grant":                  {nil, "j", "", false},
		"a grant is no token":                      {nil, "$", "", false},
		"H-06 one token":                           {about(securityevent.Subject{Format: "jwt_id", Issuer: tr.issuer.URL, JWTID: "$"}), "$", "", true},
		"another token":                            {about(securityevent.Subject{Format: "jwt_id", Issuer: tr.issuer.URL, JWTID: "$"}), "j", "$", false},
		"a token of another issuer":                {about(securityevent.Subject{Format: "jwt_id", Issuer: "https://x.example", JWTID: "$"}), "$", "", false},
		"a subject of another form is ignored":     {about(securityevent.Subject{Format: "email", ID: "$"}), "j", "$", false},
		"another event is ignored":                 {func(c *securityevent.Claims) { c.Events = map[string]jsonRaw{"urn:x": jsonRaw(`{}`)} }, "j", "$", false},
		"RFC 8417 without expires_at: for an hour": {func(c *securityevent.Claims) { c.Events[securityevent.TokenRevoked] = jsonRaw(`{}`) }, "j", "$", true},
	} {
		t.Run(name, func(t *testing.T) {
			mine := strings.NewReplacer("$", "name of "+name)
			tr.revoke(mine.Replace("$"), func(c *securityevent.Claims) {
				if tt.set != nil {
					tt.set(c)
				}
				c.Subject.JWTID, c.Subject.ID = mine.Replace(c.Subject.JWTID), mine.Replace(c.Subject.ID)
			})
			end := "end of " + name
			tr.revoke(end)
			waittest.Until(t, "told", func() bool { return isRevoked(t, feed, tr.token("j", end)) })
			if got := isRevoked(t, feed, tr.token(mine.Replace(tt.jti), mine.Replace(tt.gid))); got != tt.revoked {
				t.Errorf("got %v, want %v", got, tt.revoked)
			}
		})
	}
	t.Run("tokens of another issuer are none of its business", func(t *testing.T) {
		other := tr.token("j", "before")
		other.Claims.Issuer = "https://other.example"
		if isRevoked(t, feed, other) {
			t.Error("revoked")
		}
	})
}

// RFC 7009 §2.1: a token from an exchange is revoked with each of the tokens that it came from.
func TestAnExchangedTokenEndsWithEachSource(t *testing.T) {
	tr := newTransmitter(t)
	jti := func(name string) func(*securityevent.Claims) {
		return about(securityevent.Subject{Format: "jwt_id", Issuer: tr.issuer.URL, JWTID: name})
	}
	tr.revoke("", jti("revoked token"))
	tr.revoke("revoked grant")
	feed := tr.follow()
	ready(t, feed)
	for name, tt := range map[string]struct {
		from []string
		want bool
	}{
		"its only source is revoked":             {[]string{"revoked token"}, true},
		"its first source of two is revoked":     {[]string{"revoked token", "other"}, true},
		"its last source of two is revoked":      {[]string{"other", "revoked token"}, true},
		"its sources are not revoked":            {[]string{"other", "another"}, false},
		"it was not exchanged":                   {nil, false},
		"a grant has the name of a source":       {[]string{"revoked grant"}, false},
		"a source without a name is nobody's":    {[]string{""}, false},
		"part of the name of a source is nobody": {[]string{"revoked"}, false},
	} {
		token := tr.token("exchanged", "grant")
		token.Claims.ExchangedFrom = tt.from
		if got := isRevoked(t, feed, token); got != tt.want {
			t.Errorf("%s: got %v, want %v", name, got, tt.want)
		}
	}
}

type jsonRaw = json.RawMessage

func about(s securityevent.Subject) func(*securityevent.Claims) {
	return func(c *securityevent.Claims) { c.Subject = s }
}

func TestCloseLeavesNothingBehind(t *testing.T) {
	tr := newTransmitter(t)
	before := runtime.NumGoroutine()
	transport := &http.Transport{}
	var feeds []*revocationfeed.Feed
	for range 10 {
		feed := tr.follow(func(c *revocationfeed.Config) { c.HTTP = &http.Client{Transport: transport} })
		ready(t, feed)
		feeds = append(feeds, feed)
	}
	waittest.Until(t, "all wait", func() bool { tr.mu.Lock(); defer tr.mu.Unlock(); return tr.waiting == 10 })
	for _, feed := range feeds { // a second Close has no effect
		_ = feed.Close()
		_ = feed.Close()
	}
	waittest.Until(t, "O-16 goroutines end", func() bool {
		transport.CloseIdleConnections()
		tr.server.CloseClientConnections()
		return tr.idle() && runtime.NumGoroutine() <= before+2
	})
}

// idle tells whether no poll is waiting.
func (tr *transmitter) idle() bool { tr.mu.Lock(); defer tr.mu.Unlock(); return tr.waiting == 0 }
