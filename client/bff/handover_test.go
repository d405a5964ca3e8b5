package bff_test

import (
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"quartet.example/shared/oauth"
	"quartet.example/shared/redistest"
)

// An app gets a session of its own, and a call with it reaches the API with a token.
func TestAppSignsIn(t *testing.T) {
	r := newRig(t)
	p := r.phone(t)
	back := p.back(r.Approve(t, p.agree(r.Issuer)))
	if back.Get("state") != "of the app" || len(back.Get("handover")) != 43 || len(back) != 2 {
		t.Errorf("got %v, want a hand-over of 256 bits and the state of the app", back)
	}
	resp := p.redeem(back.Get("handover"), p.verifier)
	if got := resp.Header.Get("Cache-Control"); got != "no-store" {
		t.Errorf("M-04: got Cache-Control %q, want no-store", got)
	}
	given := p.keep(resp)
	if !strings.HasPrefix(given.Session, "app.") || given.ExpiresIn != 8*60*60 || given.User["sub"] != "alice" || given.User["iss"] != r.URL {
		t.Errorf("got %+v", given)
	}
	wantStatus(t, p.call("GET", "/api/notes"), http.StatusOK)
	call, _ := r.api.last(t)
	if got := call.Header.Get("Authorization"); !strings.HasPrefix(got, "Bearer ") || strings.Contains(got, p.id) {
		t.Errorf("upstream: got Authorization %.10s, want the access token", got)
	}
	if got := body(p.call("GET", "/session")); !strings.Contains(got, `"sub":"alice"`) || strings.Contains(got, "cookie") || strings.Contains(got, "csrf") {
		t.Errorf("session: got %s, want alice, and nothing that is for browsers", got)
	}
	if p.browser.sessionID() != "" || len(p.browser.cookies) != 0 {
		t.Errorf("the browser has %v, want no session and no transaction", p.browser.cookies)
	}
}

// A browser that is signed in stays so, as somebody else too.
func TestAppSignInLeavesTheBrowserAlone(t *testing.T) {
	r := newRig(t)
	p := r.phone(t)
	p.browser = r.signedIn(t)
	before := p.browser.sessionID()
	p.keep(p.redeem(p.handover(r.Issuer), p.verifier))
	if p.browser.sessionID() != before || p.id == before {
		t.Error("the browser's session has changed")
	}
	wantStatus(t, p.browser.call("GET", "/api/notes", ""), http.StatusOK)
}

func TestHandoverIsRefused(t *testing.T) {
	r := newRig(t)
	for name, tt := range map[string]struct {
		check string
		try   func(p *phone, code string) *http.Response
	}{
		"no verifier":          {"client.handover.verifier", func(p *phone, code string) *http.Response { return p.redeem(code, "") }},
		"another verifier":     {"client.handover.verifier", func(p *phone, code string) *http.Response { return p.redeem(code, oauth.NewSecret()) }},
		"challenge for itself": {"client.handover.verifier", func(p *phone, code string) *http.Response { return p.redeem(code, oauth.ChallengeOf(p.verifier)) }},
		"unknown":              {"client.handover.known", func(p *phone, _ string) *http.Response { return p.redeem("x", p.verifier) }},
		"none":                 {"client.handover.known", func(p *phone, _ string) *http.Response { return p.redeem("", p.verifier) }},
		"a second time": {"client.handover.unused", func(p *phone, code string) *http.Response {
			p.redeem(code, p.verifier)
			return p.redeem(code, p.verifier)
		}},
		"after a minute": {"client.handover.fresh", func(p *phone, code string) *http.Response {
			r.clock.Move(time.Minute)
			return p.redeem(code, p.verifier)
		}},
		"in the address": {"", func(p *phone, code string) *http.Response {
			return p.send("POST", "/app/session?handover="+code+"&verifier="+p.verifier, "", header{"Content-Type": "application/x-www-form-urlencoded"})
		}},
		"with a cookie of ours": {"client.session.transport", func(p *phone, code string) *http.Response {
			return p.send("POST", "/app/session", url.Values{"handover": {code}, "verifier": {p.verifier}}.Encode(),
				header{"Content-Type": "application/x-www-form-urlencoded", "Cookie": sessionCookie + "=" + oauth.NewSecret()})
		}},
	} {
		t.Run(name, func(t *testing.T) {
			p := r.phone(t)
			resp := tt.try(p, p.handover(r.Issuer))
			r.wantRefused(t, resp, http.StatusBadRequest, tt.check)
			if got := body(resp); strings.Contains(got, "app.") || !strings.Contains(got, `"error":"invalid_`) {
				t.Errorf("got %s, want an error of RFC 6749 §5.2", got)
			}
		})
	}
}

// Whoever saw a hand-over on its way, but has no verifier, can neither spend it nor end
// its tokens.
func TestHandoverSurvivesAWrongVerifier(t *testing.T) {
	r := newRig(t)
	p := r.phone(t)
	code := p.handover(r.Issuer)
	for _, verifier := range []string{"", "short", oauth.NewSecret(), oauth.ChallengeOf(p.verifier)} {
		r.wantRefused(t, p.redeem(code, verifier), http.StatusBadRequest, "client.handover.verifier")
	}
	if got := len(r.Requests("/revoke")); got != 0 {
		t.Errorf("got %d revocations, want none", got)
	}
	p.keep(p.redeem(code, p.verifier))
}

// The tokens behind a hand-over that came too late are given back (RFC 7009).
func TestLateHandoverGivesTokensBack(t *testing.T) {
	r := newRig(t)
	p := r.phone(t)
	code := p.handover(r.Issuer)
	r.clock.Move(time.Minute)
	p.redeem(code, p.verifier)
	if got := len(r.Requests("/revoke")); got != 1 {
		t.Errorf("got %d revocations, want 1", got)
	}
}

func TestHandoverRace(t *testing.T) {
	r := newRig(t)
	replicas := []http.Handler{r.app, r.replica(t)}
	p := r.phone(t)
	code := p.handover(r.Issuer)
	var won atomic.Int32
	var wg sync.WaitGroup
	start := make(chan struct{})
	for i := range 50 {
		wg.Go(func() {
			one := &phone{t: t, app: replicas[i%2]}
			<-start
			switch resp := one.redeem(code, p.verifier); resp.StatusCode {
			case http.StatusOK:
				won.Add(1)
			case http.StatusBadRequest:
			default:
				t.Errorf("got %d %s", resp.StatusCode, body(resp))
			}
		})
	}
	close(start)
	wg.Wait()
	if won.Load() != 1 {
		t.Errorf("got %d sessions of one hand-over, want 1", won.Load())
	}
}

// K-09: who was signed out at the issuer while the app was on its way gets nothing.
func TestHandoverOvertakenByLogout(t *testing.T) {
	r := newRig(t)
	p := r.phone(t)
	code := p.handover(r.Issuer)
	wantStatus(t, hear(t, r.app, r.LogoutToken(nil)), http.StatusOK)
	r.wantRefused(t, p.redeem(code, p.verifier), http.StatusBadRequest, "client.session.overtaken")
}

// O-14: Redis stops between the steps.
func TestHandoverWithoutRedis(t *testing.T) {
	server, rdb := redistest.Server(t)
	r := newRig(t)
	r.redis = rdb
	r.app = r.replica(t)
	p := r.appSignedIn(t)
	code := p.handover(r.Issuer)
	server.Close()
	for name, resp := range map[string]*http.Response{
		"hand-over": p.redeem(code, p.verifier), "call": p.call("GET", "/api/notes"), "session": p.call("GET", "/session"), "logout": p.call("POST", "/logout"),
		"begin": p.browser.do("POST", "/app/login", with(p.query(), "issuer", r.URL).Encode(), pressed),
	} {
		if resp.StatusCode != http.StatusServiceUnavailable || resp.Header.Get("Retry-After") == "" {
			t.Errorf("%s: got %d, want 503 with Retry-After", name, resp.StatusCode)
		}
	}
	wantStatus(t, p.browser.get("/app/login?"+p.query().Encode()), http.StatusOK) // asking needs no store
	if err := server.Restart(); err != nil {
		t.Fatal(err)
	}
	p.keep(p.redeem(code, p.verifier)) // the hand-over was not spent
}
