package authserver_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"quartet.example/authserver/authservertest"
	"quartet.example/shared/oauth"
)

// visitor is the browser of alice after an authorization of the client "one".
type visitor struct {
	*authservertest.Browser
	srv    *authservertest.Server
	tokens oauth.TokenResponse
}

func visit(t *testing.T, srv *authservertest.Server, scope string) *visitor {
	t.Helper()
	a := appOf(t, srv, "one")
	v := &visitor{Browser: srv.Browser(t), srv: srv}
	v.Open(a.authorizeURL(scope, map[string]string{"prompt": "consent"})).Login("alice", "wonderland").Approve()
	v.tokens = a.redeem(v.Returned().Get("code"))
	return v
}

// account opens the account page.
func (v *visitor) account() *visitor {
	v.Open(v.srv.URL + "/account")
	return v
}

// entry returns the one item of the list whose text contains all the words.
func (v *visitor) entry(t *testing.T, list string, words ...string) *goquery.Selection {
	t.Helper()
	items := v.Page().Find(`ul[aria-labelledby="` + list + `"] > li`).FilterFunction(func(_ int, s *goquery.Selection) bool {
		for _, word := range words {
			if !strings.Contains(s.Text(), word) {
				return false
			}
		}
		return true
	})
	if items.Length() != 1 {
		t.Fatalf("%d items of %s say %v: %s", items.Length(), list, words, v.Text())
	}
	return items
}

// press submits the form of the item, with changed parameters.
func (v *visitor) press(t *testing.T, item *goquery.Selection, change ...string) (int, string) {
	t.Helper()
	form := url.Values{"end": {item.Find("button").AttrOr("value", "")}}
	for i := 0; i+1 < len(change); i += 2 {
		form.Set(change[i], change[i+1])
	}
	v.Submit(item.Find("button").Closest("form"), form)
	return v.Status(), v.Text()
}

func dead(t *testing.T, srv *authservertest.Server, tokens oauth.TokenResponse) bool {
	t.Helper()
	status, _, code := appOf(t, srv, "one").refresh(tokens.RefreshToken)
	return !active(t, srv, tokens.AccessToken).Active && status == http.StatusBadRequest && code == oauth.InvalidGrant
}

func TestAccount(t *testing.T) {
	one := listen(t, accept)
	srv := authservertest.Start(t, relyingParty("one", one.URL), allowing(one.URL))
	const online, offline = "openid notes:read", "openid offline_access notes:read"

	t.Run("without a session the user signs in first, and returns to the page", func(t *testing.T) {
		b := srv.Browser(t)
		if b.Open(srv.URL + "/account"); b.At().Path != "/login" {
			t.Fatalf("at %s", b.At())
		}
		if b.Login("alice", "wonderland"); b.At().Path != "/account" || !strings.Contains(b.Text(), "Alice Liddell") || b.Header().Get("Cache-Control") != "no-store" {
			t.Errorf("at %s: %s", b.At(), b.Text())
		}
	})
	t.Run("ending another session revokes its grants and notifies its clients, and this session stays", func(t *testing.T) {
		other, me := visit(t, srv, online), visit(t, srv, online)
		told := len(one.heard())
		sid, _ := claimsOf(t, srv, other.tokens.IDToken, "JWT")["sid"].(string)
		item := me.account().Page().Find(`input[value="` + sid + `"]`).Closest("li")
		if strings.Contains(item.Text(), "this browser") || !strings.Contains(item.Text(), "Application one") {
			t.Errorf("got %s", item.Text())
		}
		if status, text := me.press(t, item); status != http.StatusOK || !strings.Contains(text, "That browser is signed out") {
			t.Fatalf("got %d %s", status, text)
		}
		if !dead(t, srv, other.tokens) || dead(t, srv, me.tokens) {
			t.Error("ADV-35: the wrong tokens died")
		}
		if got := len(one.heard()) - told; got != 1 {
			t.Errorf("K-08: got %d logout tokens, want 1", got)
		}
		if other.account(); other.At().Path != "/login" {
			t.Errorf("the other browser is at %s", other.At())
		}
	})
	t.Run("this session ends", func(t *testing.T) {
		me := visit(t, srv, online)
		if _, text := me.press(t, me.account().entry(t, "sessions", "this browser")); !strings.Contains(text, "You are signed out") || !dead(t, srv, me.tokens) {
			t.Errorf("got %s", text)
		}
		if me.account(); me.At().Path != "/login" {
			t.Errorf("at %s", me.At())
		}
	})
	t.Run("ADV-35 ending an access revokes its tokens", func(t *testing.T) {
		me := visit(t, srv, offline)
		item := me.account().entry(t, "access", "Application one", "also while you are away", "read your notes")
		if status, text := me.press(t, item); status != http.StatusOK || !strings.Contains(text, "access has ended") || !dead(t, srv, me.tokens) {
			t.Errorf("got %d %s", status, text)
		}
	})
	t.Run("M-12 ADV-35 revoking a consent revokes its grants, and the client has to ask again", func(t *testing.T) {
		me := visit(t, srv, offline)
		item := me.account().entry(t, "consents", "Application one", "read your notes")
		if status, text := me.press(t, item); status != http.StatusOK || !strings.Contains(text, "taken back") || !dead(t, srv, me.tokens) {
			t.Errorf("got %d %s", status, text)
		}
		if me.Open(appOf(t, srv, "one").authorizeURL(online, nil)); me.At().Path != "/consent" {
			t.Errorf("at %s: %s", me.At(), me.Text())
		}
	})
	t.Run("ending everything signs this browser out too", func(t *testing.T) {
		other, me := visit(t, srv, offline), visit(t, srv, online)
		if _, text := me.account().press(t, me.Page().Find("button.danger").Closest("form")); !strings.Contains(text, "You are signed out") {
			t.Errorf("got %s", text)
		}
		if !dead(t, srv, other.tokens) || !dead(t, srv, me.tokens) {
			t.Error("tokens are still active")
		}
		if other.account(); other.At().Path != "/login" {
			t.Errorf("the other browser is at %s", other.At())
		}
		if me.account(); me.At().Path != "/login" {
			t.Errorf("this browser is at %s", me.At())
		}
	})
}

func TestAccountForms(t *testing.T) {
	one := listen(t, accept)
	srv := authservertest.Start(t, relyingParty("one", one.URL), allowing(one.URL))
	victim := visit(t, srv, "openid offline_access notes:read")
	bob := srv.Browser(t)
	bob.Open(srv.URL+"/account").Login("bob", "builder")
	foreign := bob.Page().Find("input[name=form]").AttrOr("value", "")
	for name, tt := range map[string]struct {
		change []string
		want   int
	}{
		"M-05 without the form's key":     {[]string{"form", ""}, http.StatusForbidden},
		"M-05 with another session's key": {[]string{"form", foreign}, http.StatusForbidden},
		"an unknown action":               {[]string{"end", "account"}, http.StatusBadRequest},
		"an unknown grant":                {[]string{"id", "x"}, http.StatusOK},
	} {
		t.Run(name, func(t *testing.T) {
			item := victim.account().entry(t, "access", "Application one")
			if status, text := victim.press(t, item, tt.change...); status != tt.want || dead(t, srv, victim.tokens) {
				t.Errorf("got %d %s", status, text)
			}
			victim.tokens = appOf(t, srv, "one").mustRefresh(victim.tokens)
		})
	}
	t.Run("M-05 from another site", func(t *testing.T) {
		r := request(t, http.MethodPost, srv.URL+"/account", url.Values{"end": {"everything"}})
		r.Header.Set("Sec-Fetch-Site", "cross-site")
		if status, _, _ := do(t, srv, r); status != http.StatusForbidden {
			t.Errorf("got %d", status)
		}
	})
	t.Run("a user cannot end the access or session of another user", func(t *testing.T) {
		gid := victim.account().entry(t, "access", "Application one").Find("input[name=id]").AttrOr("value", "")
		sid := victim.Page().Find(`button[value=session]`).Closest("form").Find("input[name=id]").AttrOr("value", "")
		for what, id := range map[string]string{"access": gid, "session": sid, "consent": "one"} {
			bob.Open(srv.URL + "/account")
			bob.Submit(bob.Page().Find("button.danger").Closest("form"), url.Values{"end": {what}, "id": {id}})
			if bob.Status() != http.StatusOK {
				t.Errorf("%s: got %d", what, bob.Status())
			}
		}
		if victim.account(); victim.At().Path != "/account" || dead(t, srv, victim.tokens) {
			t.Errorf("at %s", victim.At())
		}
		victim.entry(t, "consents", "Application one")
	})
	t.Run("M-01 M-02 headers", func(t *testing.T) {
		h := victim.account().Header()
		csp := h.Get("Content-Security-Policy")
		if !strings.Contains(csp, "frame-ancestors 'none'") || !strings.Contains(csp, "form-action 'self'") || strings.Contains(csp, "unsafe") || h.Get("X-Frame-Options") != "DENY" {
			t.Errorf("got %v", h)
		}
	})
}

// mustRefresh refreshes and returns the new tokens.
func (a *app) mustRefresh(tokens oauth.TokenResponse) oauth.TokenResponse {
	a.t.Helper()
	_, next, _ := a.refresh(tokens.RefreshToken)
	return next
}

// A revoked token is refused by introspection and userinfo at once. A resource server that verifies
// JWTs without introspection accepts the token until exp; docs/divergences.md says so.
func TestBoundOfRevocation(t *testing.T) {
	one := listen(t, accept)
	srv := authservertest.Start(t, relyingParty("one", one.URL), authservertest.WithAccessTokenTTL(2*time.Minute))
	me := visit(t, srv, "openid notes:read")
	verify := offlineVerifier(t, srv)
	if err := verify(me.tokens.AccessToken); err != nil {
		t.Fatalf("before: %v", err)
	}
	a := appOf(t, srv, "one")
	if status, _, _ := do(t, srv, a.post("/revoke", url.Values{"token": {me.tokens.AccessToken}})); status != http.StatusOK {
		t.Fatalf("revoke: got %d", status)
	}
	t.Run("H-06 introspection and userinfo refuse at once", func(t *testing.T) {
		r := request(t, http.MethodGet, srv.URL+"/userinfo", nil)
		r.Header.Set("Authorization", "Bearer "+me.tokens.AccessToken)
		if status, _, _ := do(t, srv, r); status != http.StatusUnauthorized || active(t, srv, me.tokens.AccessToken).Active {
			t.Errorf("got %d", status)
		}
	})
	t.Run("H-06 T7 a verifier without introspection accepts it until exp, and no longer", func(t *testing.T) {
		if err := verify(me.tokens.AccessToken); err != nil {
			t.Errorf("within its life: %v", err)
		}
		srv.Advance(2*time.Minute + time.Second)
		if err := verify(me.tokens.AccessToken); err == nil {
			t.Error("accepted after exp")
		}
	})
}
