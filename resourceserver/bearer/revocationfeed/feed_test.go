package revocationfeed_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"quartet.example/resourceserver/bearer/revocationfeed"
	"quartet.example/shared/securityevent"
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
			eventually(t, "told", func() bool { return isRevoked(t, feed, tr.token("j", end)) })
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

type jsonRaw = json.RawMessage

func about(s securityevent.Subject) func(*securityevent.Claims) {
	return func(c *securityevent.Claims) { c.Subject = s }
}

func TestManyEventsComeInParts(t *testing.T) {
	tr := newTransmitter(t)
	tr.most = 3
	for i := range 10 {
		tr.revoke(fmt.Sprint("gid-", i))
	}
	feed := tr.follow()
	ready(t, feed)
	if got := feed.Status(); got.Entries != 10 || got.Events != 10 || !got.CaughtUp {
		t.Errorf("RFC 8936 §2.3 ready before all was read: %+v", got)
	}
	eventually(t, "waits", func() bool { return len(tr.asked()) == 5 })
	for i, poll := range tr.asked() {
		if want := fmt.Sprintf("%d-0", min(3*i, 10)); poll.Position != want || poll.ReturnImmediately != (i < 4) {
			t.Errorf("poll %d: got %+v, want position %s", i, poll, want)
		}
	}
}

// A transmitter of RFC 8936 alone is told what was taken.
func TestWithoutPositionsItAcknowledges(t *testing.T) {
	tr := newTransmitter(t)
	tr.positions = false
	tr.revoke("a")
	feed := tr.follow()
	ready(t, feed)
	tr.revoke("b")
	eventually(t, "told", func() bool { return isRevoked(t, feed, tr.token("j", "b")) })
	eventually(t, "acknowledged", func() bool {
		polls := tr.asked()
		return len(polls) == 3 && fmt.Sprint(polls[1].Ack, polls[2].Ack) == "[1-0] [2-0]"
	})
}

func TestWhatDoesNotVerifyHoldsTheFeed(t *testing.T) {
	for name, spoil := range map[string]func(*securityevent.Claims){
		"invalid_issuer":   func(c *securityevent.Claims) { c.Issuer = "https://x.example" },
		"invalid_audience": func(c *securityevent.Claims) { c.Audience = jwt.ClaimStrings{"other"} },
		"invalid_request":  func(c *securityevent.Claims) { c.ID = "another" },
	} {
		t.Run(name, func(t *testing.T) {
			tr := newTransmitter(t)
			feed := tr.follow()
			ready(t, feed)
			tr.revoke("bad", spoil)
			eventually(t, "refused", func() bool { polls := tr.asked(); return polls[len(polls)-1].SetErrs["1-0"].Err == name })
			if isRevoked(t, feed, tr.token("j", "bad")) {
				t.Error("it is believed")
			}
			polls := tr.asked()
			if last := polls[len(polls)-1]; last.Position != "0-0" {
				t.Errorf("it moved past it, to %s", last.Position)
			}
		})
	}
}

func TestBeforeTheFirstAnswer(t *testing.T) {
	for policy, end := range map[revocationfeed.Policy]bool{revocationfeed.Accept: true, revocationfeed.Refuse: false} {
		t.Run(string(policy), func(t *testing.T) {
			tr := newTransmitter(t)
			tr.answer(http.StatusServiceUnavailable)
			feed := tr.follow(func(c *revocationfeed.Config) { c.WhenSilent = policy })
			if _, err := feed.Revoked(t.Context(), tr.token("j", "g")); err == nil {
				t.Error("a token is accepted of which nothing is known")
			}
			tr.clock.Move(2 * time.Minute)
			if _, err := feed.Revoked(t.Context(), tr.token("j", "g")); (err == nil) != end {
				t.Errorf("silent: got %v", err)
			}
			tr.answer(0)
			ready(t, feed)
		})
	}
}

func TestSilence(t *testing.T) {
	for policy, wantErr := range map[revocationfeed.Policy]bool{revocationfeed.Accept: false, revocationfeed.Refuse: true} {
		t.Run(string(policy), func(t *testing.T) {
			tr := newTransmitter(t)
			var log lockedBuffer
			feed := tr.follow(func(c *revocationfeed.Config) {
				c.WhenSilent, c.MaxSilence, c.Log = policy, time.Minute, slog.New(slog.NewTextHandler(&log, nil))
			})
			tr.revoke("g")
			eventually(t, "told", func() bool { r, _ := feed.Revoked(t.Context(), tr.token("j", "g")); return r })
			tr.answer(http.StatusServiceUnavailable)
			tr.clock.Move(61 * time.Second)
			if _, err := feed.Revoked(t.Context(), tr.token("j", "other")); (err != nil) != wantErr || (feed.Ready(t.Context()) != nil) != wantErr {
				t.Errorf("a token not known to be revoked: got %v", err)
			}
			if !isRevoked(t, feed, tr.token("j", "g")) {
				t.Error("a token known to be revoked is accepted")
			}
			if s := feed.Status(); !s.Silent || s.Silence < time.Minute {
				t.Errorf("got %+v", s)
			}
			eventually(t, "logged", func() bool {
				return strings.Contains(log.String(), "is silent") && strings.Contains(log.String(), "tokens_not_known_to_be_revoked="+string(policy))
			})
			tr.answer(0)
			eventually(t, "heard again", func() bool { return !feed.Status().Silent && strings.Contains(log.String(), "heard again") })
			tr.revoke("later")
			eventually(t, "told", func() bool { return isRevoked(t, feed, tr.token("j", "later")) })
		})
	}
}

func TestMemoryIsBounded(t *testing.T) {
	t.Run("by time", func(t *testing.T) {
		tr := newTransmitter(t)
		feed := tr.follow()
		for i := range 50 {
			tr.revoke(fmt.Sprint("gid-", i))
		}
		eventually(t, "told", func() bool { return feed.Status().Entries == 50 })
		tr.clock.Move(7 * time.Minute) // they are about tokens of five, and clocks may differ by one
		tr.revoke("new")
		eventually(t, "forgotten", func() bool { return feed.Status().Entries == 1 })
		tr.revoke("old", func(c *securityevent.Claims) { c.Events[securityevent.TokenRevoked] = jsonRaw(`{"expires_at":1}`) })
		eventually(t, "told", func() bool { return feed.Status().Events == 52 })
		if got := feed.Status().Entries; got != 1 {
			t.Errorf("what is over is remembered: %d entries", got)
		}
	})
	t.Run("by number: then the feed does not know all, and says so", func(t *testing.T) {
		tr := newTransmitter(t)
		feed := tr.follow(func(c *revocationfeed.Config) { c.MaxEntries, c.WhenSilent = 3, revocationfeed.Refuse })
		for i := range 5 {
			tr.revoke(fmt.Sprint("gid-", i))
		}
		eventually(t, "told", func() bool { return feed.Status().Events == 5 })
		if s := feed.Status(); s.Entries != 3 || !s.Silent {
			t.Errorf("got %+v", s)
		}
		if _, err := feed.Revoked(t.Context(), tr.token("j", "other")); err == nil {
			t.Error("a token is accepted that may have been revoked")
		}
	})
}

func TestCredentialsThatAreRefused(t *testing.T) {
	tr := newTransmitter(t)
	feed := tr.follow(func(c *revocationfeed.Config) { c.ClientSecret = "wrong" })
	eventually(t, "asked", func() bool { err := feed.Ready(t.Context()); return err != nil && strings.Contains(err.Error(), "401") })
}

func TestSettingsThatAreRefused(t *testing.T) {
	good := revocationfeed.Config{Issuer: "https://as.example", ClientID: "api", ClientSecret: "s"}
	for name, spoil := range map[string]func(*revocationfeed.Config){
		"no issuer":                       func(c *revocationfeed.Config) { c.Issuer = "" },
		"an issuer in clear over the net": func(c *revocationfeed.Config) { c.Issuer = "http://as.example" },
		"an endpoint in clear":            func(c *revocationfeed.Config) { c.Endpoint = "http://as.example/x" },
		"no secret":                       func(c *revocationfeed.Config) { c.ClientSecret = "" },
		"no client":                       func(c *revocationfeed.Config) { c.ClientID = "" },
		"a policy that there is not":      func(c *revocationfeed.Config) { c.WhenSilent = "hope" },
		"silence that is no time":         func(c *revocationfeed.Config) { c.MaxSilence = time.Millisecond },
		"room for nothing":                func(c *revocationfeed.Config) { c.MaxEntries = -1 },
	} {
		t.Run(name, func(t *testing.T) {
			cfg := good
			spoil(&cfg)
			if feed, err := revocationfeed.New(cfg); err == nil {
				_ = feed.Close()
				t.Error("accepted")
			}
		})
	}
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
	eventually(t, "all wait", func() bool { tr.mu.Lock(); defer tr.mu.Unlock(); return tr.waiting == 10 })
	for _, feed := range feeds { // twice is once
		_ = feed.Close()
		_ = feed.Close()
	}
	eventually(t, "O-16 goroutines end", func() bool {
		transport.CloseIdleConnections()
		tr.server.CloseClientConnections()
		return tr.idle() && runtime.NumGoroutine() <= before+2
	})
}

// idle tells whether nobody waits.
func (tr *transmitter) idle() bool { tr.mu.Lock(); defer tr.mu.Unlock(); return tr.waiting == 0 }

type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}
func (l *lockedBuffer) String() string { l.mu.Lock(); defer l.mu.Unlock(); return l.b.String() }

// Many revocations one after the other do not slow the feed down; a transmitter
// that never lets a poll wait is not asked all the time.
func TestPace(t *testing.T) {
	tr := newTransmitter(t)
	feed := tr.follow()
	ready(t, feed)
	began := time.Now()
	for i := range 100 {
		gid := fmt.Sprint("gid-", i)
		tr.revoke(gid)
		eventually(t, "told", func() bool { return isRevoked(t, feed, tr.token("j", gid)) })
	}
	if took := time.Since(began); took > 3*time.Second {
		t.Errorf("100 revocations took %s", took)
	}
	t.Run("a transmitter that does not wait", func(t *testing.T) {
		tr := newTransmitter(t)
		tr.hasty = true
		ready(t, tr.follow())
		eventually(t, "asked at once, a few times", func() bool { return len(tr.asked()) >= 6 })
		began := time.Now()
		eventually(t, "and again", func() bool { return len(tr.asked()) >= 8 })
		if took := time.Since(began); took < 500*time.Millisecond {
			t.Errorf("asked twice within %s", took)
		}
	})
}
