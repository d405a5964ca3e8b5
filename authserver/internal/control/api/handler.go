package api

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"quartet.example/authserver/controlapi"
	"quartet.example/shared/oauth"
	"quartet.example/shared/web"
)

// Verbs are what the control API does. An error that is not an *oauth.Error says in words what is
// wrong with the request.
type Verbs interface {
	Issue(ctx context.Context, t controlapi.Token) (controlapi.Issued, error)
	Forge(ctx context.Context, f controlapi.Forgery) (controlapi.Issued, error)
	SignIn(ctx context.Context, s controlapi.SignIn) (controlapi.SignedIn, error)
	Logout(ctx context.Context, user string) error
	Users(ctx context.Context) (controlapi.Users, error)
	User(ctx context.Context, user string) (controlapi.Entry, error)
	PutUser(ctx context.Context, entry json.RawMessage) error
	RemoveUser(ctx context.Context, user string) error
	Clients(ctx context.Context) (controlapi.Clients, error)
	Client(ctx context.Context, id string) (controlapi.Entry, error)
	PutClient(ctx context.Context, entry json.RawMessage) error
	RemoveClient(ctx context.Context, id string) error
	PutResource(ctx context.Context, entry json.RawMessage) error
	PutScope(ctx context.Context, name string, entry json.RawMessage) error
	RotateKeys(ctx context.Context) error
	Advance(ctx context.Context, d time.Duration) (time.Time, error)
	Reset(ctx context.Context) error
	Export(ctx context.Context) (json.RawMessage, error)
	Import(ctx context.Context, state json.RawMessage) error
}

// Handler serves the control API.
type Handler struct {
	Issuer string
	Guard  *Guard
	Verbs  Verbs
	Now    func() time.Time

	Faults   Faults
	Requests Requests
}

// Mount adds the routes. Every route needs the guard.
func (h *Handler) Mount(e *echo.Echo) {
	e.POST("/control/tokens", h.guarded(with(h.Verbs.Issue)))
	e.POST("/control/forged-tokens", h.guarded(with(h.Verbs.Forge)))
	e.POST("/control/sign-in", h.guarded(with(h.Verbs.SignIn)))
	e.POST("/control/logout", h.guarded(h.logout))
	e.GET("/control/users", h.guarded(list(h.Verbs.Users)))
	e.GET("/control/users/:username", h.guarded(show("username", h.Verbs.User)))
	e.PUT("/control/users/:username", h.guarded(h.putUser))
	e.DELETE("/control/users/:username", h.guarded(remove("username", h.Verbs.RemoveUser)))
	e.GET("/control/clients", h.guarded(list(h.Verbs.Clients)))
	e.GET("/control/clients/:client_id", h.guarded(show("client_id", h.Verbs.Client)))
	e.PUT("/control/clients/:client_id", h.guarded(h.putClient))
	e.DELETE("/control/clients/:client_id", h.guarded(remove("client_id", h.Verbs.RemoveClient)))
	e.PUT("/control/resources/:resource", h.guarded(h.putResource))
	e.PUT("/control/scopes/:scope", h.guarded(h.putScope))
	e.POST("/control/faults", h.guarded(h.putFault))
	e.GET("/control/faults", h.guarded(h.listFaults))
	e.DELETE("/control/faults", h.guarded(h.clearFaults))
	e.DELETE("/control/faults/:id", h.guarded(h.removeFault))
	e.GET("/control/requests", h.guarded(h.listRequests, filters...))
	e.DELETE("/control/requests", h.guarded(h.clearRequests))
	e.POST("/control/keys/rotate", h.guarded(h.rotateKeys))
	e.GET("/control/clock", h.guarded(h.clock))
	e.POST("/control/clock", h.guarded(h.advance))
	e.POST("/control/reset", h.guarded(h.reset))
	e.GET("/control/state", h.guarded(h.exportState))
	e.PUT("/control/state", h.guarded(h.importState))
	e.GET("/control/openapi.json", h.guarded(documentOf(h.Issuer)))
}

// guarded lets next answer only the requests that the guard admits, and whose query has no other
// parameters than these.
func (h *Handler) guarded(next echo.HandlerFunc, parameters ...string) echo.HandlerFunc {
	return func(c echo.Context) error {
		if err := h.Guard.Admit(c.Request()); err != nil {
			return err
		}
		if err := checkQuery(c, parameters); err != nil {
			return err
		}
		return inWords(next(c))
	}
}

// with returns a handler that passes the request body to a verb, and responds with its result.
func with[In, Out any](do func(context.Context, In) (Out, error)) echo.HandlerFunc {
	return func(c echo.Context) error {
		var in In
		if err := decode(c, &in); err != nil {
			return err
		}
		out, err := do(c.Request().Context(), in)
		if err != nil {
			return err
		}
		return web.NoStoreJSON(c, http.StatusOK, out)
	}
}

// inWords lets the caller read the error of a verb, which shared/web would replace by a server_error.
func inWords(err error) error {
	var known *oauth.Error
	var routed *echo.HTTPError
	var large *http.MaxBytesError
	if err == nil || errors.As(err, &known) || errors.As(err, &routed) || errors.As(err, &large) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	words := strings.ReplaceAll(err.Error(), "\n", "; ") // of errors.Join
	return oauth.InvalidRequest.With(web.Printable(words)).Because(err)
}

// named returns a parameter of the path, decoded.
func named(c echo.Context, parameter string) string {
	value := c.Param(parameter)
	if decoded, err := url.PathUnescape(value); c.Request().URL.RawPath != "" && err == nil {
		return decoded
	}
	return value
}
