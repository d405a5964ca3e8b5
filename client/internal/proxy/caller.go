package proxy

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	"quartet.example/client/internal/core"
	"quartet.example/shared/oauth"
)

// Tokens keeps the tokens of a session usable.
type Tokens interface {
	Fresh(ctx context.Context, s core.Session) (core.Session, error)
	Renew(ctx context.Context, s core.Session) (core.Session, error)
}

// Caller calls the resource server for a session.
type Caller struct {
	Tokens Tokens
	API    *url.URL
	HTTP   *http.Client // see Client
}

const (
	callTimeout = 10 * time.Second
	maxAnswer   = 4 << 20
)

// Client is client without redirects: a token must not follow one.
func Client(client *http.Client) *http.Client {
	c := *client
	c.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &c
}

type outgoing struct {
	method, path, query string
	header              http.Header
	body                []byte
}

type answer struct {
	status int
	header http.Header
	body   []byte
}

// refusesToken: 401, whatever the reason. There is no other credential.
func (a *answer) refusesToken() bool { return a.status == http.StatusUnauthorized }

var errBadGateway = errors.New("resource server")

// Do makes a call of our own, with a JSON body or none. The session is brought
// up to date.
func (c *Caller) Do(ctx context.Context, s *core.Session, method, path string, body []byte) (int, []byte, error) {
	header := http.Header{"Accept": {"application/json"}}
	if body != nil {
		header.Set("Content-Type", "application/json")
	}
	got, err := c.send(ctx, s, outgoing{method: method, path: path, header: header, body: body})
	if err != nil {
		return 0, nil, explained(err)
	}
	return got.status, got.body, nil
}

// send calls the resource server, and once more with a new token if that one
// was refused: it may have been revoked before its time (RFC 6750 §3.1).
func (c *Caller) send(ctx context.Context, s *core.Session, out outgoing) (*answer, error) {
	if err := c.replace(ctx, s, c.Tokens.Fresh); err != nil {
		return nil, err
	}
	got, err := c.once(ctx, *s, out)
	if err != nil || !got.refusesToken() {
		return got, err
	}
	if err := c.replace(ctx, s, c.Tokens.Renew); err != nil {
		return nil, err
	}
	got, err = c.once(ctx, *s, out)
	if err == nil && got.refusesToken() {
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

// once makes the call with the session's token (RFC 6750 §2.1).
func (c *Caller) once(ctx context.Context, s core.Session, out outgoing) (*answer, error) {
	if !IsPlain(out.path) {
		return nil, fmt.Errorf("%w: path is not plain", errBadGateway)
	}
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	target := c.API.JoinPath(out.path)
	target.RawQuery = out.query
	req, err := http.NewRequestWithContext(ctx, out.method, target.String(), bytes.NewReader(out.body))
	if err != nil {
		return nil, err
	}
	copyHeader(req.Header, out.header, requestHeaders)
	req.Header.Set("Authorization", "Bearer "+s.Tokens.AccessToken)
	resp, err := c.HTTP.Do(req)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errBadGateway, err)
	}
	defer func() { _ = resp.Body.Close() }()
	return read(resp)
}

func read(resp *http.Response) (*answer, error) {
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer+1))
	redirects := resp.StatusCode >= 300 && resp.StatusCode < 400 && resp.StatusCode != http.StatusNotModified
	switch {
	case err != nil:
		return nil, fmt.Errorf("%w: %w", errBadGateway, err)
	case redirects || len(body) > maxAnswer:
		return nil, fmt.Errorf("%w: status %d with %d bytes", errBadGateway, resp.StatusCode, len(body))
	}
	return &answer{resp.StatusCode, resp.Header, body}, nil
}

// explained turns a resource server that does not answer into 502.
func explained(err error) error {
	if !errors.Is(err, errBadGateway) {
		return err
	}
	return oauth.TemporarilyUnavailable.With("the resource server does not answer as it should; please try again in a moment").
		WithStatus(http.StatusBadGateway).After(time.Second).Because(err)
}
