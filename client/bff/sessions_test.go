package bff_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"quartet.example/client/bff/internal/session"
	"quartet.example/shared/oauth"
	"quartet.example/shared/waittest"
)

const firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0 <script>alert(1)</script>"

// signIn signs somebody in with a browser that calls itself so.
func (r *rig) signIn(t *testing.T, sub, userAgent string) *browser {
	t.Helper()
	r.Configure(func(i *issuerT) {
		i.Claims = func(c jwt.MapClaims) { c["sub"] = sub }
		i.Userinfo = func(info map[string]any) { info["sub"] = sub }
	})
	b := newBrowser(t, r.app)
	wantStatus(t, b.do("GET", "/callback?"+r.Approve(t, b.start("/login")).Encode(), "", header{"User-Agent": userAgent}), http.StatusSeeOther)
	return b
}

func (b *browser) sessions() []session.Listed {
	b.t.Helper()
	resp := b.call("GET", "/sessions", "")
	wantStatus(b.t, resp, http.StatusOK)
	var answer struct{ Sessions []session.Listed }
	if err := json.NewDecoder(resp.Body).Decode(&answer); err != nil {
		b.t.Fatal(err)
	}
	return answer.Sessions
}

func (b *browser) csrf() url.Values { return url.Values{"csrf": {session.FormSecret(b.sessionID())}} }

func (b *browser) form(target string, form url.Values) *http.Response {
	b.t.Helper()
	return b.do("POST", target, form.Encode(), header{"Content-Type": formType, "Origin": home, "Sec-Fetch-Site": "same-origin"})
}

func TestOwnSessions(t *testing.T) {
	r := newRig(t)
	desk := r.signIn(t, "alice", firefox)
	r.clock.Move(time.Minute)
	phone := r.signIn(t, "alice", "")
	bob := r.signIn(t, "bob", firefox)
	r.clock.Move(time.Minute)
	list := desk.sessions()
	if len(list) != 2 {
		t.Fatalf("got %v, want alice's two", list)
	}
	now := r.clock.Now().UTC()
	t.Run("the list has what one tells sessions apart by", func(t *testing.T) {
		for i, want := range []session.Listed{
			{This: true, Browser: "Firefox on Linux", SignedIn: now.Add(-2 * time.Minute), LastUsed: now, Ends: now.Add(8*time.Hour - 2*time.Minute)},
			{SignedIn: now.Add(-time.Minute), LastUsed: now.Add(-time.Minute), Ends: now.Add(8*time.Hour - time.Minute)},
		} {
			want.ID = list[i].ID
			if got := list[i]; got != want {
				t.Errorf("got %+v, want %+v", got, want)
			}
		}
	})
	t.Run("a public id gives nothing away", func(t *testing.T) {
		for i, b := range []*browser{desk, phone} {
			id := list[i].ID
			if len(id) != 22 || strings.Contains(b.sessionID(), id) || strings.Contains(oauth.Hash(b.sessionID()), id) {
				t.Errorf("got %q", id)
			}
			thief := newBrowser(t, r.app)
			thief.cookies[sessionCookie] = id + strings.Repeat("A", 43-len(id))
			wantStatus(t, thief.call("GET", "/sessions", ""), http.StatusUnauthorized)
		}
	})
	t.Run("sessions of others are not there", func(t *testing.T) {
		if theirs := bob.sessions(); len(theirs) != 1 || theirs[0].ID == list[0].ID || theirs[0].ID == list[1].ID {
			t.Errorf("got %v, want bob's one", theirs)
		}
		for _, one := range list {
			wantStatus(t, bob.call("DELETE", "/sessions/"+one.ID, ""), http.StatusNotFound)
			wantStatus(t, bob.form("/sessions/"+one.ID+"/end", bob.csrf()), http.StatusNotFound)
		}
		wantStatus(t, desk.call("DELETE", "/sessions/"+oauth.Hash(phone.sessionID()), ""), http.StatusNotFound)
		wantStatus(t, desk.call("DELETE", "/sessions/"+phone.sessionID(), ""), http.StatusNotFound)
		wantSignedIn(t, phone, true)
	})
	t.Run("L-14 nobody else ends one", func(t *testing.T) {
		target := "/sessions/" + list[1].ID + "/end"
		for _, where := range []string{target, "/sessions/end-others"} {
			wantStatus(t, desk.form(where, nil), http.StatusForbidden)
			wantStatus(t, desk.form(where, phone.csrf()), http.StatusForbidden)
			wantStatus(t, desk.do("POST", where, desk.csrf().Encode(), header{"Content-Type": formType, "Sec-Fetch-Site": "cross-site"}), http.StatusForbidden)
			wantStatus(t, desk.do("POST", where, desk.csrf().Encode(), header{"Content-Type": formType, "Origin": "null"}), http.StatusForbidden)
		}
		wantStatus(t, desk.do("DELETE", "/sessions/"+list[1].ID, "", nil), http.StatusForbidden)
		wantStatus(t, desk.get("/sessions"), http.StatusForbidden)
		wantStatus(t, newBrowser(t, r.app).call("DELETE", "/sessions/"+list[1].ID, ""), http.StatusUnauthorized)
		wantSignedIn(t, phone, true)
	})
	t.Run("K-12 one is ended, and its token given back", func(t *testing.T) {
		resp := desk.form("/sessions/"+list[1].ID+"/end", desk.csrf())
		wantStatus(t, resp, http.StatusSeeOther)
		if resp.Header.Get("Location") != "/" || len(resp.Cookies()) != 0 {
			t.Errorf("got %v, want back to the page, still signed in", resp.Header)
		}
		wantSignedIn(t, phone, false)
		wantSignedIn(t, desk, true)
		if got := r.Requests("/revoke"); len(got) != 1 {
			t.Errorf("got %d revocations, want 1", len(got))
		}
		wantStatus(t, desk.call("DELETE", "/sessions/"+list[1].ID, ""), http.StatusNotFound)
	})
	t.Run("a call ends its own", func(t *testing.T) {
		resp := desk.call("DELETE", "/sessions/"+list[0].ID, "")
		wantStatus(t, resp, http.StatusNoContent)
		if cookies := resp.Cookies(); len(cookies) != 2 || cookies[0].MaxAge >= 0 || cookies[1].MaxAge >= 0 {
			t.Errorf("got %v, want the cookies of the session and of the browser expired", cookies)
		}
		wantSignedIn(t, desk, false)
	})
}

func TestEndOtherSessions(t *testing.T) {
	r := newRig(t)
	var others []*browser
	for range 20 {
		others = append(others, r.signIn(t, "alice", firefox))
	}
	this, bob := r.signIn(t, "alice", firefox), r.signIn(t, "bob", firefox)
	wantStatus(t, this.form("/sessions/end-others", this.csrf()), http.StatusSeeOther)
	for _, b := range others {
		wantSignedIn(t, b, false)
	}
	wantSignedIn(t, this, true)
	wantSignedIn(t, bob, true)
	if got := r.Requests("/revoke"); len(got) != len(others) {
		t.Errorf("K-12: got %d revocations, want %d", len(got), len(others))
	}
	if list := this.sessions(); len(list) != 1 || !list[0].This {
		t.Errorf("got %v, want this one", list)
	}
}

// An authorization server that is away neither keeps anybody signed in nor holds
// anybody up.
func TestEndOtherSessionsWithIssuerAway(t *testing.T) {
	r := newRig(t)
	var others []*browser
	for range 70 {
		others = append(others, r.signIn(t, "alice", firefox))
	}
	this := r.signIn(t, "alice", firefox)
	hang := make(chan struct{})
	t.Cleanup(func() { close(hang) })
	r.Configure(func(i *issuerT) {
		i.Before = func(req *http.Request) {
			if req.URL.Path == "/revoke" {
				<-hang
			}
		}
	})
	began := time.Now()
	wantStatus(t, this.call("POST", "/sessions/end-others", ""), http.StatusNoContent)
	waittest.InTime(t, "O-16", began)
	for _, other := range others {
		wantSignedIn(t, other, false)
	}
	wantSignedIn(t, this, true)
}

// A refresh and other writes do not take a session out of the list.
func TestListSurvivesRefresh(t *testing.T) {
	r := newRig(t)
	b := r.signIn(t, "alice", firefox)
	r.clock.Move(6 * time.Minute)
	wantSignedIn(t, b, true)
	if list := b.sessions(); len(list) != 1 || list[0].Browser != "Firefox on Linux" {
		t.Errorf("got %v, want the one session", list)
	}
}
