package proxy

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"quartet.example/client/internal/checks"
	"quartet.example/client/internal/core"
	"quartet.example/client/internal/session"
	"quartet.example/client/internal/tokens"
	"quartet.example/shared/web"
)

// Tokens keeps the tokens of a session usable.
type Tokens interface {
	Fresh(ctx context.Context, s core.Session) (core.Session, error)
	Renew(ctx context.Context, s core.Session) (core.Session, error)
}

// Handler answers /api/*.
type Handler struct {
	Guard    session.Guard
	Sessions session.Sessions
	Tokens   Tokens
	Routes   Routes
	API      *url.URL
	HTTP     *http.Client
}

const (
	prefix      = "/api"
	callTimeout = 10 * time.Second
	maxAnswer   = 4 << 20
)

// Mount adds the routes. No method is left to the router: a preflight of
// another site gets the same refusal as its call (no CORS, RFC 10017 §6.1.3.3.2).
func (h *Handler) Mount(e *echo.Echo) { e.Any(prefix+"/*", h.call) }

// call is one call of a page. Nothing is looked up before the guard passed, and
// nothing leaves before there is a session.
func (h *Handler) call(c echo.Context) error {
	web.SetNoStore(c)
	r := c.Request()
	if err := h.Guard.Call(r); err != nil { // 1. from our own page
		return err
	}
	path, err := h.path(c) // 2. on the list
	if err != nil {
		return err
	}
	s, err := session.Current(r, h.Sessions) // 3. of somebody
	if err != nil {
		return err
	}
	body, err := io.ReadAll(r.Body) // the body limit of shared/web holds
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(r.Context(), callTimeout+tokensTimeout)
	defer cancel()
	answer, err := h.send(ctx, s, outgoing{r, path, body}) // 4. with the token, nothing else
	if err != nil {
		return h.failed(c, err)
	}
	return h.write(c, answer) // 5. without what is not for browsers
}

const tokensTimeout = 15 * time.Second

func (h *Handler) path(c echo.Context) (string, error) {
	r := c.Request()
	path := strings.TrimPrefix(r.URL.EscapedPath(), prefix)
	methods := h.Routes.Methods(path)
	if err := checks.ProxyPath.Require(r.Context(), IsPlain(path) && len(methods) > 0); err != nil {
		return "", err
	}
	if !slices.Contains(methods, r.Method) {
		c.Response().Header().Set(echo.HeaderAllow, strings.Join(methods, ", "))
		return "", echo.ErrMethodNotAllowed
	}
	return path, nil
}

// send calls the resource server, and once more with a new token if that one
// was refused: it may have been revoked before its time (RFC 6750 §3.1).
func (h *Handler) send(ctx context.Context, s core.Session, out outgoing) (*answer, error) {
	s, err := h.Tokens.Fresh(ctx, s)
	if err != nil {
		return nil, err
	}
	got, err := h.once(ctx, s, out)
	if err != nil || !got.refusesToken() {
		return got, err
	}
	if s, err = h.Tokens.Renew(ctx, s); err != nil {
		return nil, err
	}
	got, err = h.once(ctx, s, out)
	if err == nil && got.refusesToken() {
		return nil, fmt.Errorf("%w: the resource server refuses a token that was just issued", errBadGateway)
	}
	return got, err
}

func (h *Handler) failed(c echo.Context, err error) error {
	switch {
	case errors.Is(err, tokens.ErrSessionEnded):
		session.ClearCookie(c.Response())
		return session.Absent(c.Request().Context(), err)
	case errors.Is(err, errBadGateway):
		return badGateway(err)
	default:
		return err
	}
}

// Client is client without redirects: a token must not follow one.
func Client(client *http.Client) *http.Client {
	c := *client
	c.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &c
}
