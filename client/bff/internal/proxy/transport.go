package proxy

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"

	"quartet.example/client/bff/internal/core"
)

// Transport calls the resource server for one session, for code in this process that has a
// request of its own. It sends the token to the resource server only. It is safe for concurrent
// use.
type Transport struct {
	Caller  *Caller
	Renewed func(core.Session) // is called with the session and its new tokens; may be nil

	mu      sync.Mutex
	session core.Session
}

// NewTransport makes the Transport of a session.
func (c *Caller) NewTransport(s core.Session, renewed func(core.Session)) *Transport {
	return &Transport{Caller: c, Renewed: renewed, session: s}
}

// ErrElsewhere is the error of a request that is not for the resource server.
var ErrElsewhere = errors.New("the token of a session is for the resource server only")

// RoundTrip sends the request with the access token. If the token is refused and the body can be
// read again, it tries once more with a new token.
func (t *Transport) RoundTrip(req *http.Request) (*http.Response, error) {
	if err := t.Caller.isAPI(req.URL); err != nil {
		if req.Body != nil {
			_ = req.Body.Close()
		}
		return nil, err
	}
	resp, err := t.send(req, t.Caller.Tokens.Fresh)
	if err != nil || resp.StatusCode != http.StatusUnauthorized || wantsStepUp(resp.StatusCode, resp.Header) != nil {
		return resp, err
	}
	retry := req.Clone(req.Context())
	if req.GetBody != nil {
		if retry.Body, err = req.GetBody(); err != nil {
			return resp, nil //nolint:nilerr // the answer that there is
		}
	} else if req.Body != nil && req.Body != http.NoBody {
		return resp, nil
	}
	_ = resp.Body.Close()
	return t.send(retry, t.Caller.Tokens.Renew)
}

// send does not change the request (http.RoundTripper).
func (t *Transport) send(req *http.Request, with func(context.Context, core.Session) (core.Session, error)) (*http.Response, error) {
	t.mu.Lock()
	s := t.session
	t.mu.Unlock()
	s, err := with(req.Context(), s)
	if err != nil {
		if req.Body != nil {
			_ = req.Body.Close()
		}
		return nil, err
	}
	t.mu.Lock()
	t.session = s
	t.mu.Unlock()
	if t.Renewed != nil {
		t.Renewed(s)
	}
	own := req.Clone(req.Context())
	own.Host = "" // the host of the URL, which was checked: a shared server would give the token to another site
	return t.Caller.present(own, s)
}

// isAPI returns ErrElsewhere for an address that is not below the base URL of the
// API, or that may leave it: with ".." in any form (IsUnambiguous). A slash at the
// end is allowed.
func (c *Caller) isAPI(u *url.URL) error {
	path, below := belowBase(c.API, u)
	stale := u.RawPath != "" && u.EscapedPath() != u.RawPath // net/http would send Path, and RawPath was judged
	if !below || stale || u.User != nil || u.Opaque != "" {
		return ErrElsewhere
	}
	if path != "/" && !IsUnambiguous(strings.TrimSuffix(path, "/")) {
		return fmt.Errorf("%w: its path can be read in more than one way", ErrElsewhere)
	}
	return nil
}

// WantsStepUp reads the challenge of an answer (RFC 9470 §3), nil for none.
func WantsStepUp(resp *http.Response) *core.StepUpError {
	return wantsStepUp(resp.StatusCode, resp.Header)
}
