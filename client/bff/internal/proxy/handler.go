package proxy

import (
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"quartet.example/client/bff/internal/checks"
	"quartet.example/client/bff/internal/core"
	"quartet.example/client/bff/internal/session"
	"quartet.example/shared/oauth"
	"quartet.example/shared/web"
)

// Handler answers /api/*.
type Handler struct {
	*Caller
	Guard    session.Guard
	Sessions session.Sessions
	Routes   Routes
	StepUps  StepUps
}

const prefix = "/api"

// Mount adds the routes, for every method: a preflight of another site gets the same refusal as
// its call (no CORS, RFC 10017 §6.1.3.3.2).
func (h *Handler) Mount(e *echo.Echo) { e.Any(prefix+"/*", h.call) }

// call is one call of a page. Redis is asked only after the guard has passed, and the API only
// for a session.
func (h *Handler) call(c echo.Context) error {
	web.SetNoStore(c)
	r := c.Request()
	if err := refuseWebSocket(r); err != nil { // 1. not a WebSocket handshake
		return err
	}
	if err := h.Guard.Call(r); err != nil { // 2. from a page of this application
		return err
	}
	target, err := h.target(c) // 3. a route that is allowed
	if err != nil {
		return err
	}
	s, err := h.Guard.Current(r, h.Sessions) // 4. with a session
	if err != nil {
		return err
	}
	body, err := readBody(r.Body)
	if err != nil {
		return err
	}
	answer, err := h.send(r.Context(), &s, outgoing{r.Method, target, r.Header, body}) // 5. sent with the token, without the cookie
	if err != nil {
		return h.failed(c, s, err)
	}
	defer answer.close()
	return h.write(c, answer) // 6. without header fields that are not for browsers
}

// readBody reads the body of a call, up to the limit of shared/web. It returns an error with status 400
// for a body that is incomplete, or whose chunks are malformed (RFC 9112 §7.1).
func readBody(body io.Reader) ([]byte, error) {
	if body == http.NoBody {
		return nil, nil
	}
	read, err := io.ReadAll(body)
	var large *http.MaxBytesError
	if err != nil && !errors.As(err, &large) {
		err = oauth.InvalidRequest.With("the request body cannot be read").Because(err)
	}
	return read, err
}

// target returns path and query for the resource server, as they were sent.
func (h *Handler) target(c echo.Context) (string, error) {
	r := c.Request()
	path := strings.TrimPrefix(escapedPath(r.URL), prefix)
	methods := h.Routes.Methods(path)
	if err := checks.ProxyPath.Require(r.Context(), len(methods) > 0); err != nil {
		return "", err
	}
	if !slices.Contains(methods, r.Method) {
		c.Response().Header().Set(echo.HeaderAllow, strings.Join(methods, ", "))
		return "", echo.ErrMethodNotAllowed
	}
	query, err := query(r.Context(), r.URL)
	return path + query, err
}

func (h *Handler) failed(c echo.Context, s core.Session, err error) error {
	var asked *core.StepUpError
	if errors.As(err, &asked) {
		return AskForStepUp(c, h.StepUps, s, asked)
	}
	if errors.Is(err, core.ErrSessionEnded) {
		h.Guard.Forget(c)
		return session.Absent(c.Request().Context(), err)
	}
	return explained(err)
}
