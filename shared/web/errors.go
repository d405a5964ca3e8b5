package web

import (
	"context"
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"quartet.example/shared/oauth"
)

// asOAuth returns the *oauth.Error in err. For any other error it returns one that reveals nothing
// internal: errors of Echo keep their status; everything else is a server_error with err as its
// cause, for the log.
func asOAuth(err error) *oauth.Error {
	var known *oauth.Error
	if errors.As(err, &known) {
		return known
	}
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		return RequestSize.Fail(context.Background(), err) // the recorder reads it from the error: asOAuth may be called twice
	}
	var routed *echo.HTTPError
	if errors.As(err, &routed) {
		return fromEcho(routed)
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return oauth.TemporarilyUnavailable.With("this took too long, please try again").Because(err)
	}
	return oauth.ServerError.With("something went wrong on our side").Because(err)
}

func fromEcho(err *echo.HTTPError) *oauth.Error {
	code := oauth.InvalidRequest
	switch {
	case err.Code == http.StatusNotFound:
		code = oauth.NotFound
	case err.Code == http.StatusServiceUnavailable:
		code = oauth.TemporarilyUnavailable
	case err.Code == http.StatusForbidden:
		code = oauth.AccessDenied
	case err.Code >= http.StatusInternalServerError:
		code = oauth.ServerError
	}
	return code.With(describe(err.Code)).WithStatus(err.Code).Because(err.Unwrap())
}

func describe(status int) string {
	switch status {
	case http.StatusNotFound:
		return "there is nothing at this address"
	case http.StatusMethodNotAllowed:
		return "this address does not answer to that method"
	}
	return http.StatusText(status)
}
