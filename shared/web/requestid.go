package web

import (
	"crypto/rand"
	"encoding/hex"

	"github.com/labstack/echo/v4"
)

// identify sets X-Request-Id of the response to a random id and returns the id. The log has it, and so
// have error pages, so that a user can quote it. It ignores an X-Request-Id of the request: a client
// could repeat the id of another request, or write any text into the log.
func identify(c echo.Context) string {
	var b [8]byte
	_, _ = rand.Read(b[:]) // never returns an error
	id := hex.EncodeToString(b[:])
	c.Response().Header().Set(echo.HeaderXRequestID, id)
	return id
}

// RequestID returns the id of the request, as in the X-Request-Id of its response.
func RequestID(c echo.Context) string {
	return c.Response().Header().Get(echo.HeaderXRequestID)
}
