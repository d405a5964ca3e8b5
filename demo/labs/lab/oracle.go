package lab

import (
	"bytes"
	"io"
	"net/http"
	"strings"
	"sync/atomic"

	"quartet.example/shared/oauth"
)

// oracle knows whether the attacker has seen the canary: a random text in the victim's notes.
type oracle struct {
	canary string
	leaked atomic.Bool
}

func newOracle() *oracle { return &oracle{canary: "canary-" + oauth.NewSecret()} }

// see looks for the canary in something that the attacker received.
func (o *oracle) see(text string) {
	if strings.Contains(text, o.canary) {
		o.leaked.Store(true)
	}
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
