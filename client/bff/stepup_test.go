package bff_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

const challenge = `Bearer realm="notes", error="insufficient_user_authentication", ` +
	`error_description="sign in again, please", acr_values="gold silver", max_age="300"`

// demanding is an API that wants another sign-in until it is satisfied.
func demanding(r *rig, header string) (satisfied *atomic.Bool) {
	satisfied = new(atomic.Bool)
	r.api.mu.Lock()
	defer r.api.mu.Unlock()
	r.api.answer = func(w http.ResponseWriter, _ *http.Request) {
		if !satisfied.Load() {
			w.Header().Set("WWW-Authenticate", header)
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte(`{"notes":[]}`))
	}
	return satisfied
}

// asked makes a call that needs another sign-in and returns where to do it.
func asked(t *testing.T, b *browser) string {
	t.Helper()
	resp := b.call("DELETE", "/api/notes/7", "")
	wantStatus(t, resp, http.StatusUnauthorized)
	var said struct{ Error, Login string }
	if err := json.Unmarshal([]byte(body(resp)), &said); err != nil || said.Error != "insufficient_user_authentication" {
		t.Fatalf("got %s, want insufficient_user_authentication", body(resp))
	}
	if !strings.HasPrefix(said.Login, "/login?step_up=") || strings.Contains(said.Login, "acr") || strings.Contains(said.Login, "max_age") {
		t.Errorf("got login %q, want a reference and nothing to change", said.Login)
	}
	return said.Login
}

// The whole way: asked, signed in again, back, and the call goes through.
func TestStepUp(t *testing.T) {
	for name, options := range map[string][]option{
		"bearer": nil, "bound": {bound}, "pushed": {pushing}, "Lax": {func(c *configT) { c.CookieSameSite = http.SameSiteLaxMode }},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t, options...)
			b := r.signedIn(t)
			before := b.sessionID()
			satisfied := demanding(r, challenge)
			r.clock.Move(4 * time.Minute)
			login := asked(t, b)
			if b.sessionID() != before || len(r.Requests("/token")) != 1 {
				t.Error("the session ended, or the token was refreshed: neither helps")
			}
			location := b.start(login + "&return_to=/notes")
			if name != "pushed" {
				q, _ := url.Parse(location)
				if got := q.Query(); got.Get("acr_values") != "gold silver" || got.Get("max_age") != "300" {
					t.Errorf("got %v, want what the resource server asked for", got)
				}
			}
			resp := b.get("/callback?" + r.Approve(t, location).Encode())
			wantStatus(t, resp, http.StatusSeeOther)
			if got := resp.Header.Get("Location"); got != "/notes" {
				t.Errorf("got %q, want the page where the user was", got)
			}
			if b.sessionID() == before {
				t.Error("L-05: the session kept its id")
			}
			old := newBrowser(t, r.app)
			old.cookies[sessionCookie] = before
			wantStatus(t, old.call("GET", "/api/notes", ""), http.StatusUnauthorized)
			satisfied.Store(true)
			wantStatus(t, b.call("DELETE", "/api/notes/7", ""), http.StatusOK)
		})
	}
}

// OIDC Core §3.1.3.7: the new ID token must say what was asked for.
func TestStepUpRefused(t *testing.T) {
	for name, tt := range map[string]struct {
		check  string
		change func(c jwt.MapClaims)
	}{
		"CP-02 auth_time too old": {"client.idtoken.auth_time", func(c jwt.MapClaims) { c["auth_time"] = c["iat"].(int64) - 331 }},
		"no auth_time":            {"client.idtoken.auth_time", func(c jwt.MapClaims) { delete(c, "auth_time") }},
		"auth_time in the future": {"client.idtoken.auth_time", func(c jwt.MapClaims) { c["auth_time"] = c["iat"].(int64) + 3600 }},
		"acr that was not asked":  {"client.idtoken.acr", func(c jwt.MapClaims) { c["acr"] = "bronze" }},
		"no acr":                  {"client.idtoken.acr", func(c jwt.MapClaims) { delete(c, "acr") }},
		"acr as one string":       {"client.idtoken.acr", func(c jwt.MapClaims) { c["acr"] = "gold silver" }},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t)
			b := r.signedIn(t)
			before := b.sessionID()
			demanding(r, challenge)
			login := asked(t, b)
			r.Configure(func(i *issuerT) { i.Claims = tt.change })
			wantStatus(t, b.get("/callback?"+r.Approve(t, b.start(login)).Encode()), http.StatusForbidden)
			if b.sessionID() != before || !strings.Contains(r.log.String(), "check="+tt.check) {
				t.Errorf("got another session, or no %s in the log", tt.check)
			}
		})
	}
	t.Run("the second value of acr_values, and a sign-in within max_age", func(t *testing.T) {
		r := newRig(t)
		b := r.signedIn(t)
		demanding(r, challenge)
		login := asked(t, b)
		r.Configure(func(i *issuerT) {
			i.Claims = func(c jwt.MapClaims) { c["acr"], c["auth_time"] = "silver", c["iat"].(int64)-299 }
		})
		wantStatus(t, b.get("/callback?"+r.Approve(t, b.start(login)).Encode()), http.StatusSeeOther)
	})
	t.Run("max_age 0 and a user who takes their time", func(t *testing.T) {
		r := newRig(t)
		b := r.signedIn(t)
		demanding(r, `DPoP error="insufficient_user_authentication", max_age=0`)
		location := b.start(asked(t, b))
		answer := r.Approve(t, location)
		r.clock.Move(3 * time.Minute) // reading the consent page
		wantStatus(t, b.get("/callback?"+answer.Encode()), http.StatusSeeOther)
	})
	t.Run("a server that cannot", func(t *testing.T) {
		r := newRig(t)
		b := r.signedIn(t)
		demanding(r, challenge)
		answer := with(r.Approve(t, b.start(asked(t, b))), "code")
		resp := b.get("/callback?" + with(answer, "error", "unmet_authentication_requirements").Encode())
		wantStatus(t, resp, http.StatusBadRequest)
		if got := body(resp); !strings.Contains(got, "as strongly") {
			t.Errorf("got %s", got)
		}
	})
}

// What is asked for is of one session, and of the resource server alone.
func TestStepUpBelongsToItsSession(t *testing.T) {
	r := newRig(t)
	victim, attacker := r.signedIn(t), r.signedIn(t)
	demanding(r, challenge)
	login := asked(t, attacker)
	for name, got := range map[string]*http.Response{
		"another session":       victim.get(login),
		"nobody":                newBrowser(t, r.app).get(login),
		"unknown":               victim.get("/login?step_up=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"),
		"with a foreign return": attacker.get(login + "&return_to=//evil.example"),
	} {
		if got.StatusCode != http.StatusBadRequest || len(got.Cookies()) != 0 {
			t.Errorf("%s: got %d %s, want 400 and no login", name, got.StatusCode, body(got))
		}
	}
	if !strings.Contains(r.log.String(), "check=client.stepup.own") {
		t.Error("the log does not name client.stepup.own")
	}
	location := attacker.start(login + "&acr_values=bronze&max_age=999999")
	if q, _ := url.Parse(location); q.Query().Get("max_age") != "300" || q.Query().Get("acr_values") != "gold silver" {
		t.Errorf("got %s: the browser had a say", location)
	}
	r.clock.Move(11 * time.Minute)
	wantStatus(t, attacker.get(login), http.StatusBadRequest)
}

// What counts as a step-up, and what does not: then the token was refused.
func TestStepUpChallenges(t *testing.T) {
	const code = `error="insufficient_user_authentication"`
	for header, want := range map[string]string{
		`Bearer ` + code + `, max_age=0`:                              "max_age=0",
		`DPoP algs="ES256", ` + code + `, acr_values="urn:a urn:b"`:   "acr_values=urn%3Aa+urn%3Ab",
		`bearer max_age="60",` + code:                                 "max_age=60",
		`Bearer realm="x\", max_age=\"1", ` + code + `, max_age="60"`: "max_age=60",
		`Bearer ` + code:                                                                 "",
		`Bearer ` + code + `, max_age="-1"`:                                              "",
		`Bearer ` + code + `, max_age="9999999999"`:                                      "",
		`Bearer ` + code + `, acr_values="` + strings.Repeat("x", 301):                   "",
		`Bearer error="invalid_token", max_age="60"`:                                     "",
		`Bearer error_description="` + `insufficient_user_authentication", max_age="60"`: "",
	} {
		t.Run(header, func(t *testing.T) {
			r := newRig(t)
			b := r.signedIn(t)
			demanding(r, header)
			resp := b.call("DELETE", "/api/notes/7", "")
			if want == "" {
				wantStatus(t, resp, http.StatusBadGateway)
				return
			}
			wantStatus(t, resp, http.StatusUnauthorized)
			if location := b.start(asked(t, b)); !strings.Contains(location, want) {
				t.Errorf("got %s, want %s in it", location, want)
			}
		})
	}
}

// A SameSite=Strict cookie does not come with the way back; the session that the
// login replaces ends all the same.
func TestLoginEndsTheSessionBefore(t *testing.T) {
	r := newRig(t)
	b := r.signedIn(t)
	before := b.sessionID()
	answer := r.Approve(t, b.start("/login"))
	delete(b.cookies, sessionCookie)
	wantStatus(t, b.get("/callback?"+answer.Encode()), http.StatusSeeOther)
	old := newBrowser(t, r.app)
	old.cookies[sessionCookie] = before
	wantStatus(t, old.call("GET", "/api/notes", ""), http.StatusUnauthorized)
}
