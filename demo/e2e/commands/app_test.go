package commands_test

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"quartet.example/demo/e2e/browser"
	"quartet.example/demo/e2e/rig"
	"quartet.example/shared/localnet"
	"quartet.example/shared/oauth"
)

func TestApp(t *testing.T) {
	t.Parallel()
	s := start(t)

	t.Run("the user signs in with a browser, and works in the app", func(t *testing.T) {
		p := pickUp(t, s)
		b := p.signIn(browser.New(t))
		id := p.types("add milk", `added (\S+)\n`)
		p.types("notes", `(?s)(`+id+`  milk\nnotes: 1)\n`)
		p.types("delete "+id, `(deleted `+id+`)\n`)
		p.types("session", `(sub      \S+)\n`)
		_, _ = fmt.Fprintln(p.keys, "logout")
		p.ends(0, "signed out")
		t.Run("L-04 no token reaches the app", func(t *testing.T) { p.sawNoToken(t) })
		t.Run("O-09 nothing of it is in the log", func(t *testing.T) { p.isNotInTheLog(t, b) })
	})
	t.Run("the session of the browser is another", func(t *testing.T) {
		p := pickUp(t, s)
		b := s.SignIn(t)
		before := b.Cookie(host(t, s.Client), rig.SessionCookie)
		p.signIn(b)
		if after := b.Cookie(host(t, s.Client), rig.SessionCookie); before == "" || after != before {
			t.Error("the browser has no session any more, or another")
		}
		b.Open(s.Client + "/")
		list, err := browser.Decode[struct {
			Sessions []struct{ ID, Browser string }
		}](b.Fetch("GET", "/sessions", ""))
		if err != nil {
			t.Fatal(err)
		}
		for _, one := range list.Sessions {
			if strings.HasPrefix(one.Browser, "App") {
				b.Fetch("DELETE", "/sessions/"+one.ID, "")
			}
		}
		_, _ = fmt.Fprintln(p.keys, "notes")
		p.ends(1, "the session has ended")
	})
	t.Run("the user cancels on the page about the app", func(t *testing.T) {
		p := pickUp(t, s)
		b := browser.New(t).Open(p.address())
		b.Visit(b.Page().Find(`a.quiet`).AttrOr("href", ""))
		p.ends(1, "you said no")
	})
	t.Run("the user denies consent at the authorization server", func(t *testing.T) {
		p := pickUp(t, s)
		p.agree(browser.New(t)).Login("bob", "builder").Deny()
		p.ends(1, "you said no")
	})
	t.Run("RFC 8252 §8.1 another app that gets the hand-over gets no session, and the app still gets its own", func(t *testing.T) {
		p := pickUp(t, s)
		asked, _ := url.Parse(p.address())
		thief := browser.New(t).StopAt(asked.Query().Get("redirect")).Open(asked.String()).Press("issuer", s.Issuer).Login("alice", "wonderland")
		if thief.Has(`button[value="allow"]`) {
			thief.Approve()
		}
		back := thief.StoppedAt()
		if status, said := redeem(t, s, back.Query().Get("handover"), oauth.NewSecret()); status != http.StatusBadRequest || !strings.Contains(said, "invalid_grant") {
			t.Errorf("got %d %s, want 400 invalid_grant", status, said)
		}
		browser.New(t).Open(back.String())
		p.types("session", `(sub      \S+)\n`)
		_, _ = fmt.Fprintln(p.keys, "logout")
		p.ends(0, "signed out")
	})
	t.Run("L-07 login CSRF: the app does not accept a session of another user", func(t *testing.T) {
		mallory, alice := pickUp(t, s), pickUp(t, s)
		asked, _ := url.Parse(mallory.address())
		b := browser.New(t).StopAt(asked.Query().Get("redirect")).Open(asked.String()).Press("issuer", s.Issuer).Login("mallory", "mischief")
		if b.Has(`button[value="allow"]`) {
			b.Approve()
		}
		waits, _ := url.Parse(alice.address())
		stolen := b.StoppedAt().Query()
		slip := func(state string) {
			stolen.Set("state", state)
			browser.New(t).Open(waits.Query().Get("redirect") + "?" + stolen.Encode())
		}
		slip(b.StoppedAt().Query().Get("state")) // a hand-over with an unknown state is ignored
		slip(waits.Query().Get("state"))         // with the right state, too, the hand-over does not fit the verifier
		alice.ends(1, "the verifier is not the one")
	})
}

func redeem(t *testing.T, s *rig.Stack, handover, verifier string) (int, string) {
	t.Helper()
	resp, err := (&http.Client{Transport: localnet.Transport()}).PostForm(s.Client+"/app/session", url.Values{"handover": {handover}, "verifier": {verifier}})
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(body)
}

func host(t *testing.T, address string) string {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	return u.Hostname()
}
