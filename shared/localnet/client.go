package localnet

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"
)

// Options are the limits of a client.
type Options struct {
	// Timeout bounds a whole exchange, the body of the answer included. If the base
	// client has a shorter one, that is used. 0 means that the context of each request
	// bounds it: for streams, and for answers that take long on purpose (RFC 8936 §2.2).
	Timeout time.Duration

	// MaxBody bounds the body of an answer, in bytes: reading on fails with ErrTooLong.
	// 0 means that the caller bounds what it reads.
	MaxBody int64

	// Redirect decides about each redirect, as http.Client.CheckRedirect does, and the
	// base client's own CheckRedirect decides after it. nil returns every redirect to the
	// caller as it is: a redirect would take credentials and tokens to another host.
	Redirect func(next *http.Request, via []*http.Request) error
}

// ErrTooLong is the error of reading an answer that is longer than Options.MaxBody.
var ErrTooLong = errors.New("the answer is too long")

// transport is shared by all clients whose base has no transport, so that they share connections.
var transport = sync.OnceValue(Transport)

// NewClient returns a client for requests to other servers, with the limits of o. It sends through
// the Transport of base; if base or its Transport is nil, through one that can reach *.localhost
// (see Transport). It keeps no cookies. The services make every http.Client here.
func NewClient(base *http.Client, o Options) *http.Client {
	if base == nil {
		base = &http.Client{}
	}
	next := base.Transport
	if next == nil {
		next = transport()
	}
	if o.MaxBody > 0 {
		next = limited{next, o.MaxBody}
	}
	timeout := o.Timeout
	if base.Timeout > 0 && base.Timeout < timeout {
		timeout = base.Timeout
	}
	return &http.Client{Transport: next, Timeout: timeout, CheckRedirect: redirects(o.Redirect, base.CheckRedirect)}
}

// HTTPClient returns a client for calls between the roles, with a timeout for the
// whole exchange. It follows redirects within one origin only (see SameOrigin).
func HTTPClient(timeout time.Duration) *http.Client {
	return NewClient(nil, Options{Timeout: timeout, Redirect: SameOrigin})
}

// SameOrigin follows up to three redirects within the origin of the first request.
// Any other redirect is returned to the caller as it is.
func SameOrigin(next *http.Request, via []*http.Request) error {
	first := via[0].URL
	if next.URL.Scheme != first.Scheme || !strings.EqualFold(next.URL.Host, first.Host) || len(via) > 3 {
		return http.ErrUseLastResponse
	}
	return nil
}

type redirect = func(next *http.Request, via []*http.Request) error

// redirects returns a rule that follows a redirect only if both rules allow it. If first is nil,
// it follows none.
func redirects(first, second redirect) redirect {
	if first == nil {
		return func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	}
	return func(next *http.Request, via []*http.Request) error {
		if err := first(next, via); err != nil || second == nil {
			return err
		}
		return second(next, via)
	}
}

// limited is a RoundTripper that limits the size of each response body to max bytes.
type limited struct {
	next http.RoundTripper
	max  int64
}

func (l limited) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := l.next.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	resp.Body = &limitedBody{resp.Body, l.max}
	return resp, nil
}

// limitedBody returns ErrTooLong after left bytes. It reads one byte more than that, because
// otherwise it could not tell a body that just fits from one that is too long.
type limitedBody struct {
	io.ReadCloser
	left int64 // negative after a body that was too long
}

func (b *limitedBody) Read(p []byte) (int, error) {
	if b.left < 0 {
		return 0, ErrTooLong
	}
	if int64(len(p)) > b.left+1 {
		p = p[:b.left+1]
	}
	n, err := b.ReadCloser.Read(p)
	b.left -= int64(n)
	if b.left < 0 {
		return n - 1, ErrTooLong
	}
	return n, err
}
