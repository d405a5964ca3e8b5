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

	"quartet.example/client/bff/internal/core"
)

// answer is what the resource server said. Its body has not been read.
type answer struct {
	*http.Response
	bounds  *bounds
	session core.Session // with the token that was accepted
}

func (a *answer) close() {
	_ = a.Body.Close()
	a.bounds.end()
}

// refusesToken: 401, whatever the reason. There is no other credential.
func (a *answer) refusesToken() bool { return a.StatusCode == http.StatusUnauthorized }

func (a *answer) redirects() bool {
	return a.StatusCode >= 300 && a.StatusCode < 400 && a.StatusCode != http.StatusNotModified
}

// isStream tells whether the body must go on as it comes.
func (a *answer) isStream() bool {
	media, _, _ := mime.ParseMediaType(a.Header.Get("Content-Type"))
	return a.ContentLength < 0 || media == "text/event-stream"
}

// write hands the answer to the page: without what is not for browsers.
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

// copy passes the body on. A body that breaks off ends the connection: the
// browser must not take a part for the whole.
func (h *Handler) copy(c echo.Context, a *answer) error {
	control := http.NewResponseController(c.Response())
	cut := func() {
		a.bounds.cancel()
		_ = control.SetWriteDeadline(time.Unix(0, 1)) // also if the browser does not read
	}
	stream := a.isStream()
	if stream {
		defer streams(c.Request().Context(), c.Response(), life(a.session, h.Now()), cut)()
		_ = control.Flush() // the header: the first piece may be long in coming
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
