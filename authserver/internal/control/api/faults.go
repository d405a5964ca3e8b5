package api

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"quartet.example/authserver/controlapi"
	"quartet.example/authserver/internal/checks"
	"quartet.example/shared/oauth"
	"quartet.example/shared/web"
)

// Faults is the queue of faults.
type Faults interface {
	Put(f controlapi.Fault) (controlapi.Fault, error)
	List() []controlapi.Fault
	Remove(id string) bool
	Clear()
}

// Requests is the record of the requests that the server received.
type Requests interface {
	Requests(f controlapi.RequestFilter) []controlapi.Request
	Clear()
}

func (h *Handler) putFault(c echo.Context) error {
	var fault controlapi.Fault
	if err := decode(c, &fault); err != nil {
		return err
	}
	queued, err := h.Faults.Put(fault)
	if err != nil {
		return err
	}
	return web.NoStoreJSON(c, http.StatusCreated, queued)
}

func (h *Handler) listFaults(c echo.Context) error {
	return web.NoStoreJSON(c, http.StatusOK, controlapi.Faults{Faults: append([]controlapi.Fault{}, h.Faults.List()...)})
}

func (h *Handler) removeFault(c echo.Context) error {
	if !h.Faults.Remove(named(c, "id")) {
		return oauth.NotFound.With("no fault with this id waits: it was used, or removed")
	}
	return done(c, nil)
}

func (h *Handler) clearFaults(c echo.Context) error {
	h.Faults.Clear()
	return done(c, nil)
}

// filters are the query parameters of GET /control/requests.
var filters = []string{"endpoint", "client_id", "path", "status", "after"}

func (h *Handler) listRequests(c echo.Context) error {
	endpoint := controlapi.Endpoint(c.QueryParam("endpoint"))
	if endpoint != "" && !slices.Contains(controlapi.Endpoints(), endpoint) {
		return wrongParameter(c, nil, fmt.Sprintf("endpoint is none of %q", controlapi.Endpoints()))
	}
	status, err := number(c, "status")
	if err != nil {
		return err
	}
	after, err := number(c, "after")
	if err != nil {
		return err
	}
	found := h.Requests.Requests(controlapi.RequestFilter{
		Endpoint: endpoint, Client: c.QueryParam("client_id"), Path: c.QueryParam("path"),
		Status: int(status), After: after,
	})
	return web.NoStoreJSON(c, http.StatusOK, controlapi.Requests{Requests: append([]controlapi.Request{}, found...)})
}

func (h *Handler) clearRequests(c echo.Context) error {
	h.Requests.Clear()
	return done(c, nil)
}

// number returns a query parameter, or 0 without one.
func number(c echo.Context, parameter string) (int64, error) {
	text := c.QueryParam(parameter)
	if text == "" {
		return 0, nil
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return 0, wrongParameter(c, err, parameter+" is not a number")
	}
	return n, nil
}

// wrongParameter refuses a query whose parameter has a value that it cannot have.
func wrongParameter(c echo.Context, cause error, reason string) error {
	refused := checks.ControlMembers.Fail(c.Request().Context(), cause)
	refused.Description = web.Printable(reason)
	return refused
}
