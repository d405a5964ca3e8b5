package lab

import (
	"bytes"
	"io"
	"net/http"
	"strings"
	"sync"

	"quartet.example/shared/oauth"
)

// oracle knows whether the attacker has seen the canary: a random text in the victim's notes.
type oracle struct {
	mu     sync.Mutex
	canary string
	leaked bool
}

func newOracle() *oracle { return &oracle{canary: newCanary()} }

func newCanary() string { return "canary-" + oauth.NewSecret() }

// renew replaces the canary. What the attacker has seen before does not count any more.
func (o *oracle) renew() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.canary, o.leaked = newCanary(), false
}

// see looks for the canary in something that the attacker received.
func (o *oracle) see(text string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.leaked = o.leaked || strings.Contains(text, o.canary)
}

func (o *oracle) hasLeaked() bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.leaked
}

func (o *oracle) text() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.canary
}

// watch returns a transport of the attacker, whose responses the oracle reads.
func (o *oracle) watch(next http.RoundTripper) http.RoundTripper { return watched{o, next} }

type watched struct {
	oracle *oracle
	next   http.RoundTripper
}

const maxBody = 1 << 20

// RoundTrip sends a request, and reads the whole response.
func (w watched) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := w.next.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxBody))
	_ = resp.Body.Close()
	w.oracle.see(string(body))
	w.oracle.see(resp.Header.Get("Location"))
	resp.Body = io.NopCloser(bytes.NewReader(body))
	return resp, err
}
