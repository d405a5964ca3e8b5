package proxy

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"quartet.example/client/internal/core"
	"quartet.example/shared/oauth"
)

// What passes. Everything else stays on its side: Cookie, Authorization,
// X-Forwarded-*, hop-by-hop fields; Set-Cookie, WWW-Authenticate, Server.
var (
	requestHeaders = []string{"Accept", "Accept-Language", "Content-Type", "If-Match", "If-None-Match"}
	answerHeaders  = []string{"Content-Type", "Content-Language", "ETag", "Retry-After", "Allow"}
)

type outgoing struct {
	from *http.Request
	path string
	body []byte
}

type answer struct {
	status int
	header http.Header
	body   []byte
}

var errBadGateway = errors.New("resource server")

func badGateway(cause error) error {
	return oauth.TemporarilyUnavailable.With("the resource server does not answer as it should; please try again in a moment").
		WithStatus(http.StatusBadGateway).Because(cause)
}

// once makes the call with the session's token (RFC 6750 §2.1).
func (h *Handler) once(ctx context.Context, s core.Session, out outgoing) (*answer, error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	target := h.API.JoinPath(out.path)
	target.RawQuery = plainQuery(out.from.URL)
	req, err := http.NewRequestWithContext(ctx, out.from.Method, target.String(), bytes.NewReader(out.body))
	if err != nil {
		return nil, err
	}
	copyHeader(req.Header, out.from.Header, requestHeaders)
	req.Header.Set("Authorization", "Bearer "+s.Tokens.AccessToken)
	resp, err := h.HTTP.Do(req)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errBadGateway, err)
	}
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer+1))
	if err != nil || len(body) > maxAnswer || resp.StatusCode >= 300 && resp.StatusCode < 400 && resp.StatusCode != http.StatusNotModified {
		return nil, fmt.Errorf("%w: status %d, %d bytes: %w", errBadGateway, resp.StatusCode, len(body), errors.Join(err))
	}
	return &answer{resp.StatusCode, resp.Header, body}, nil
}

// plainQuery is the query, parsed and written again, or nothing.
func plainQuery(u *url.URL) string {
	values, err := url.ParseQuery(u.RawQuery)
	if err != nil {
		return ""
	}
	return values.Encode()
}

func copyHeader(to, from http.Header, names []string) {
	for _, name := range names {
		if v := from.Get(name); v != "" {
			to.Set(name, v)
		}
	}
}

// refusesToken: 401, whatever the reason. There is no other credential.
func (a *answer) refusesToken() bool { return a.status == http.StatusUnauthorized }

// write hands the answer to the page. A Location of the API becomes one of ours.
func (h *Handler) write(c echo.Context, a *answer) error {
	header := c.Response().Header()
	copyHeader(header, a.header, answerHeaders)
	if location := h.ours(a.header.Get("Location")); location != "" {
		header.Set("Location", location)
	}
	if len(a.body) == 0 {
		return c.NoContent(a.status)
	}
	c.Response().WriteHeader(a.status)
	_, err := c.Response().Write(a.body)
	return err
}

func (h *Handler) ours(location string) string {
	path := strings.TrimPrefix(location, strings.TrimSuffix(h.API.String(), "/"))
	if location == "" || !IsPlain(path) {
		return ""
	}
	return prefix + path
}
