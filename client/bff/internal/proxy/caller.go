package proxy

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"quartet.example/client/bff/internal/core"
	"quartet.example/shared/localnet"
	"quartet.example/shared/oauth"
)

// Tokens keeps the tokens of a session usable.
type Tokens interface {
	Fresh(ctx context.Context, s core.Session) (core.Session, error)
	Renew(ctx context.Context, s core.Session) (core.Session, error)
}

// Prover sends a request with the access token of a session: as a bearer token
// or, if it is bound to a key, with a proof (RFC 9449 §7.1).
type Prover interface {
	Do(client *http.Client, req *http.Request, tokens core.TokenSet) (*http.Response, error)
}

// Caller calls the resource server for a session.
type Caller struct {
	Tokens Tokens
	Prover Prover // nil: all tokens are bearer tokens
	API    *url.URL
	HTTP   *http.Client // see Client
	Now    func() time.Time
}

// Client returns a client that follows no redirects, because a token must not follow them, and
// has no limits for time and size, because responses may be streams: see bounds.go.
func Client(client *http.Client) *http.Client {
	return localnet.NewClient(client, localnet.Options{})
}

type outgoing struct {
	method string
	target string // escaped path and query, after the base URL of the API
	header http.Header
	body   []byte
}

var errBadGateway = errors.New("resource server")

// send calls the resource server. If the token is refused, it may have been revoked before its
// expiry (RFC 6750 §3.1), so send tries once more with a new token. The caller closes the answer.
func (c *Caller) send(ctx context.Context, s *core.Session, out outgoing) (*answer, error) {
	if err := c.replace(ctx, s, c.Tokens.Fresh); err != nil {
		return nil, err
	}
	got, err := c.once(ctx, *s, out)
	if err != nil || !got.refusesToken() {
		return got, err
	}
	got.close()
	if asked := wantsStepUp(got.StatusCode, got.Header); asked != nil { // the token is valid, but the sign-in is too old or too weak
		return nil, asked
	}
	if err := c.replace(ctx, s, c.Tokens.Renew); err != nil {
		return nil, err
	}
	got, err = c.once(ctx, *s, out)
	if err == nil && got.refusesToken() {
		got.close()
		return nil, fmt.Errorf("%w: refuses a token that was just issued", errBadGateway)
	}
	return got, err
}

func (c *Caller) replace(ctx context.Context, s *core.Session, with func(context.Context, core.Session) (core.Session, error)) error {
	next, err := with(ctx, *s)
	if err == nil {
		*s = next
	}
	return err
}

// once makes the call with the session's token.
func (c *Caller) once(ctx context.Context, s core.Session, out outgoing) (*answer, error) {
	ctx, bounds := bound(ctx)
	got, err := c.exchange(ctx, s, out) //nolint:bodyclose // answer.close does
	if err != nil {
		bounds.end()
		return nil, err
	}
	bounds.progress()
	a := &answer{got, bounds, s.Tokens.Expires}
	if a.redirects() {
		a.close()
		return nil, fmt.Errorf("%w: answers with %d", errBadGateway, a.StatusCode)
	}
	return a, nil
}

func (c *Caller) exchange(ctx context.Context, s core.Session, out outgoing) (*http.Response, error) {
	req, err := c.request(ctx, out)
	if err != nil {
		return nil, err
	}
	got, err := c.present(req, s)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errBadGateway, err)
	}
	return got, nil
}

// request makes the request to the API, without the access token.
func (c *Caller) request(ctx context.Context, out outgoing) (*http.Request, error) {
	if path, _, _ := strings.Cut(out.target, "?"); !IsUnambiguous(path) {
		return nil, fmt.Errorf("%w: the path can be read in more than one way", errBadGateway)
	}
	address := strings.TrimSuffix(c.API.String(), "/") + out.target
	req, err := http.NewRequestWithContext(ctx, out.method, address, bytes.NewReader(out.body))
	if err != nil {
		return nil, err
	}
	pass(req.Header, out.header, requestFields)
	return req, nil
}

// present sends a call with the access token of the session.
func (c *Caller) present(req *http.Request, s core.Session) (*http.Response, error) {
	if c.Prover != nil {
		return c.Prover.Do(c.HTTP, req, s.Tokens)
	}
	req.Header.Set("Authorization", "Bearer "+s.Tokens.AccessToken) // RFC 6750 §2.1
	return c.HTTP.Do(req)                                           //nolint:gosec // to c.API, whose path was checked: IsUnambiguous
}

// explained returns an error with status 502 if the resource server did not answer properly.
func explained(err error) error {
	if !errors.Is(err, errBadGateway) {
		return err
	}
	return oauth.TemporarilyUnavailable.With("the resource server does not answer as it should; please try again in a moment").
		WithStatus(http.StatusBadGateway).After(time.Second).Because(err)
}
