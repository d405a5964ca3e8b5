package proxy

import (
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"
)

// answer is the response of the resource server. Its body has not been read.
type answer struct {
	*http.Response
	bounds  *bounds
	expires time.Time // of the access token that was accepted; zero if it is not known
}

func (a *answer) close() {
	_ = a.Body.Close()
	a.bounds.end()
}

// refusesToken reports whether the token was refused: with 401, for whatever reason, because no
// other credential was sent.
func (a *answer) refusesToken() bool { return a.StatusCode == http.StatusUnauthorized }

func (a *answer) redirects() bool {
	return a.StatusCode >= 300 && a.StatusCode < 400 && a.StatusCode != http.StatusNotModified
}

// isStream reports whether the body must be passed on as it arrives.
func (a *answer) isStream() bool {
	media, _, _ := mime.ParseMediaType(a.Header.Get("Content-Type"))
	return a.ContentLength < 0 || media == "text/event-stream"
}

// write sends the response to the page, without the header fields that are not for browsers.
func (h *Handler) write(c echo.Context, a *answer) error {
	header := c.Response().Header()
	pass(header, a.Header, answerFields)
	point(header, a, h.API)
	if a.ContentLength >= 0 && a.StatusCode != http.StatusNotModified && a.StatusCode != http.StatusNoContent { // RFC 9110 §8.6
		header.Set("Content-Length", strconv.FormatInt(a.ContentLength, 10))
	}
	c.Response().WriteHeader(a.StatusCode)
	return h.copy(c, a)
}

// copy passes the body on. If the body breaks off, the connection to the browser is closed,
// because a browser must not take a part of a body for all of it.
func (h *Handler) copy(c echo.Context, a *answer) error {
	control := http.NewResponseController(c.Response())
	cut := func() {
		a.bounds.cancel()
		_ = control.SetWriteDeadline(time.Unix(0, 1)) // ends a write to a browser that does not read
	}
	stream := a.isStream()
	if stream {
		defer streams(c.Request().Context(), c.Response(), life(a.expires, h.Now()), cut)()
		_ = control.Flush() // sends the header: the first part of the body may come much later
	}
	err := a.copyTo(c.Response(), func() error {
		if !stream {
			return nil
		}
		return control.Flush()
	})
	if err != nil {
		cut()
		return fmt.Errorf("%w: %w", errBadGateway, err)
	}
	return nil
}

const piece = 16 << 10

func (a *answer) copyTo(w io.Writer, flush func() error) error {
	size := int64(piece)
	if a.ContentLength >= 0 {
		size = min(size, a.ContentLength+1)
	}
	for buffer := make([]byte, size); ; a.bounds.progress() {
		n, err := a.Body.Read(buffer)
		if n > 0 {
			if _, err := w.Write(buffer[:n]); err != nil {
				return err
			}
			if err := flush(); err != nil {
				return err
			}
		}
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		}
	}
}
