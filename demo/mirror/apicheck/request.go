package apicheck

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"quartet.example/shared/dpop"
	"quartet.example/shared/localnet"
)

const (
	requestTimeout = 30 * time.Second
	maxBody        = 256 << 10 // bytes of a response that are read
)

// attempt is one request with an attack.
type attempt struct {
	name   string                 // for the report, such as "alg nOnE"
	token  string                 // sent in the Authorization header; "" sends none
	change func(*http.Request)    // changes the request before it is sent; nil: nothing
	proof  func(f *forger) string // makes the DPoP proof; nil: a valid one
}

// exchange is an attempt and its response.
type exchange struct {
	attempt
	check  *check
	status int
	header http.Header
	body   string
}

// accepted reports whether the API answered as for a valid token.
func (e *exchange) accepted() bool { return e.status >= 200 && e.status < 300 }

// send sends an attempt to the API. An error means that there was no response, or that the API refuses
// requests because there are too many.
func (r *run) send(ctx context.Context, a attempt) (*exchange, error) {
	req, err := r.request(ctx, a)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", a.name, err)
	}
	resp, err := r.http.Do(req)
	if err != nil {
		return nil, fmt.Errorf("%s: no response: %w", a.name, errors.Unwrap(err))
	}
	defer func() { _ = resp.Body.Close() }()
	body, _ := io.ReadAll(io.LimitReader(resp.Body, maxBody)) // status and header are enough
	if nonce := resp.Header.Get(dpop.NonceHeader); nonce != "" {
		r.nonce = nonce
	}
	if resp.StatusCode == http.StatusTooManyRequests {
		return nil, fmt.Errorf("%s: the API answers %s: turn its rate limit off for this test", a.name, resp.Status)
	}
	e := &exchange{attempt: a, check: r.check, status: resp.StatusCode, header: resp.Header, body: string(body)}
	if r.check != nil { // not the baseline
		r.exchanges = append(r.exchanges, e)
	}
	return e, nil
}

// request makes the request of an attempt.
func (r *run) request(ctx context.Context, a attempt) (*http.Request, error) {
	req, err := http.NewRequestWithContext(ctx, r.Method, r.URL, strings.NewReader(r.Body))
	if err != nil {
		return nil, err
	}
	for _, field := range r.Header {
		name, value, _ := strings.Cut(field, ":")
		req.Header.Add(strings.TrimSpace(name), strings.TrimSpace(value))
	}
	if a.token != "" {
		req.Header.Set("Authorization", r.scheme()+" "+a.token)
	}
	if err := r.prove(req, a); err != nil {
		return nil, err
	}
	if a.change != nil {
		a.change(req)
	}
	return req, nil
}

// scheme is the authentication scheme of all tokens.
func (r *run) scheme() string {
	if r.DPoP {
		return "DPoP"
	}
	return "Bearer"
}

// newClient returns a client that follows no redirect, so that requests go to the URL of the API only.
func newClient() *http.Client {
	return localnet.NewClient(nil, localnet.Options{Timeout: requestTimeout})
}
