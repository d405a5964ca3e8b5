package web

import (
	"crypto/rand"
	"encoding/hex"

	"github.com/labstack/echo/v4"
)

// identify names the request, for the log and for the person who asks for help.
// A caller's own id is not taken over: it could be anybody's, or anything.
func identify(c echo.Context) {
	var b [8]byte
	_, _ = rand.Read(b[:]) // never fails
	c.Response().Header().Set(echo.HeaderXRequestID, hex.EncodeToString(b[:]))
}

// RequestID is the id of the request, as in the X-Request-Id of its answer.
func RequestID(c echo.Context) string {
	return c.Response().Header().Get(echo.HeaderXRequestID)
}
