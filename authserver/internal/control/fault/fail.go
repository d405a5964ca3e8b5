package fault

import (
	"cmp"
	"fmt"
	"net/http"

	"github.com/labstack/echo/v4"

	"quartet.example/authserver/controlapi"
	"quartet.example/shared/oauth"
)

// description is the error_description of a fault that has none of its own.
const description = "a fault of the control API asked for this error"

// fail takes the place of the handler.
func fail(c echo.Context, at place, issuer string, f controlapi.Fault) error {
	switch {
	case f.Drop:
		panic(http.ErrAbortHandler) // net/http closes the connection, or resets the stream of HTTP/2
	case f.Error != "":
		return asError(at, issuer, f)
	}
	if f.Location != "" {
		c.Response().Header().Set("Location", f.Location)
	}
	return c.NoContent(f.Status)
}

// asError returns the error for the response (RFC 6749 §5.2). Userinfo adds a challenge (RFC 6750 §3).
func asError(at place, issuer string, f controlapi.Fault) error {
	err := oauth.Code(f.Error).With(cmp.Or(f.Description, description))
	if f.Status != 0 {
		err = err.WithStatus(f.Status)
	}
	if at.endpoint == controlapi.UserInfo && (err.Status() == http.StatusUnauthorized || err.Status() == http.StatusForbidden) {
		err = err.WithChallenge(fmt.Sprintf("Bearer realm=%q, error=%q, error_description=%q", issuer, err.Code, err.Description))
	}
	return err
}
