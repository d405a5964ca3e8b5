package commands_test

import (
	"fmt"
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
)

const loginInOutput = `\n  (http://\S+/app/login\?\S+)\n`

// wire is a proxy between the app and its backend that keeps all bytes in both directions.
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

// phone is the running app with its input, and the wire.
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

// address returns the address that the app asks the user to open, at the backend itself.
func (p *phone) address() string {
	p.t.Helper()
	return strings.Replace(p.await(loginInOutput), p.wire.URL, p.stack.Client, 1)
}

// types types a line, and returns what the pattern finds in the output.
func (p *phone) types(line, pattern string) string {
	p.t.Helper()
	if _, err := fmt.Fprintln(p.keys, line); err != nil {
		p.t.Fatal(err)
	}
	return p.await(pattern)
}

// agree presses the button of the page that asks about the app.
func (p *phone) agree(b *browser.Browser) *browser.Browser {
	p.t.Helper()
	return b.Open(p.address()).Press("issuer", p.stack.Issuer)
}

// signIn signs alice in with her browser.
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

// sawNoToken checks that no token is in the bytes between app and backend.
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
