package commands_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"regexp"
	"strings"
	"sync"
	"testing"

	"quartet.example/demo/e2e/browser"
	"quartet.example/demo/e2e/rig"
	"quartet.example/shared/localnet"
	"quartet.example/shared/oauth"
)

const loginInOutput = `\n  (http://\S+/app/login\?\S+)\n`

// wire is between the app and its backend: it knows every byte of both ways.
type wire struct {
	URL  string
	mu   sync.Mutex
	both strings.Builder
}

func startWire(t *testing.T, backend string) *wire {
	t.Helper()
	to, err := url.Parse(backend)
	if err != nil {
		t.Fatal(err)
	}
	w := &wire{}
	proxy := &httputil.ReverseProxy{
		Rewrite:   func(r *httputil.ProxyRequest) { r.SetURL(to) },
		Transport: localnet.Transport(),
		ModifyResponse: func(resp *http.Response) error {
			sent, err := httputil.DumpRequest(resp.Request, false)
			if err != nil {
				return err
			}
			came, err := httputil.DumpResponse(resp, true)
			w.mu.Lock()
			defer w.mu.Unlock()
			w.both.Write(append(sent, came...))
			return err
		},
	}
	server := httptest.NewServer(proxy)
	t.Cleanup(server.Close)
	w.URL = server.URL
	return w
}

func (w *wire) String() string { w.mu.Lock(); defer w.mu.Unlock(); return w.both.String() }

// phone is the running app, with somebody who types, and the wire.
type phone struct {
	*program
	wire  *wire
	keys  *os.File
	stack *rig.Stack
}

func pickUp(t *testing.T, s *rig.Stack) *phone {
	t.Helper()
	in, keys, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _, _ = in.Close(), keys.Close() })
	w := startWire(t, s.Client)
	return &phone{program: launch(t, in, "app", "--backend", w.URL, "--no-browser"), wire: w, keys: keys, stack: s}
}

// address is what the app asks the user to open, at the backend itself.
func (p *phone) address() string {
	p.t.Helper()
	return strings.Replace(p.await(loginInOutput), p.wire.URL, p.stack.Client, 1)
}

// types a line, and returns what comes of it.
func (p *phone) types(line, pattern string) string {
	p.t.Helper()
	if _, err := fmt.Fprintln(p.keys, line); err != nil {
		p.t.Fatal(err)
	}
	return p.await(pattern)
}

// agree presses the button of the page that asks.
func (p *phone) agree(b *browser.Browser) *browser.Browser {
	p.t.Helper()
	return b.Open(p.address()).Press("issuer", p.stack.Issuer)
}

// signIn is alice in a browser of hers.
func (p *phone) signIn(b *browser.Browser) *browser.Browser {
	p.t.Helper()
	if p.agree(b); b.Has(`input[type="password"]`) {
		b.Login("alice", "wonderland")
	}
	if b.Has(`button[value="allow"]`) {
		b.Approve()
	}
	if b.Status() != http.StatusOK || b.At().Hostname() != "127.0.0.1" {
		p.t.Fatalf("the browser is at %s: %d %s", b.At(), b.Status(), b.Text())
	}
	p.await(`(signed in as )`)
	return b
}

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
	t.Run("the user says no on the page that asks", func(t *testing.T) {
		p := pickUp(t, s)
		b := browser.New(t).Open(p.address())
		b.Visit(b.Page().Find(`a.quiet`).AttrOr("href", ""))
		p.ends(1, "you said no")
	})
	t.Run("the user says no at the authorization server", func(t *testing.T) {
		p := pickUp(t, s)
		p.agree(browser.New(t)).Login("bob", "builder").Deny()
		p.ends(1, "you said no")
	})
	t.Run("RFC 8252 §8.1 another app that gets the hand-over gets no session, and burns it", func(t *testing.T) {
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
		p.ends(1, "used before")
	})
	t.Run("L-07 a session of somebody else cannot be slipped to the app", func(t *testing.T) {
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
		slip(b.StoppedAt().Query().Get("state")) // changes nothing
		slip(waits.Query().Get("state"))         // who knows the state, too, has no verifier for it
		alice.ends(1, "the verifier is not the one")
	})
}

// sawNoToken looks at every byte between app and backend.
func (p *phone) sawNoToken(t *testing.T) {
	t.Helper()
	both := p.wire.String()
	if !strings.Contains(both, "Authorization: Session app.") || !strings.Contains(both, "milk") {
		t.Fatalf("the wire saw no calls: %s", both)
	}
	if strings.Contains(both, "Cookie:") {
		t.Error("the wire saw a cookie")
	}
	issued := 0
	for _, e := range p.stack.Gate.Seen(rig.To("/token")) {
		tokens, _ := browser.Decode[map[string]any](browser.Hop{Body: e.Body})
		for _, name := range []string{"access_token", "refresh_token", "id_token"} {
			token, _ := tokens[name].(string)
			if token == "" {
				continue
			}
			if issued++; strings.Contains(both, token) {
				t.Errorf("%s is on the wire", name)
			}
		}
	}
	if issued < 2 || regexp.MustCompile(`eyJ[\w-]{8,}`).MatchString(both) {
		t.Errorf("%d tokens were issued, or something like one is on the wire: %s", issued, both)
	}
}

func (p *phone) isNotInTheLog(t *testing.T, b *browser.Browser) {
	t.Helper()
	secrets := []string{regexp.MustCompile(`Session app\.(\S{43})`).FindStringSubmatch(p.wire.String())[1], b.At().Query().Get("handover")}
	for _, secret := range secrets {
		if len(secret) != 43 || strings.Contains(p.stack.Log.String(), secret) || strings.Contains(p.said(), secret) {
			t.Errorf("%.6s... is in the log, in the terminal, or no secret at all", secret)
		}
	}
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
