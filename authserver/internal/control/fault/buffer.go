package fault

import (
	"bytes"
	"net/http"

	"github.com/labstack/echo/v4"
)

// buffer holds a response back. Its headers are those of the response behind it.
type buffer struct {
	http.ResponseWriter
	status int // 0 if nothing was written
	body   bytes.Buffer
}

// buffered lets next answer into a buffer.
func buffered(c echo.Context, next echo.HandlerFunc) (*buffer, error) {
	b := &buffer{ResponseWriter: c.Response().Writer}
	c.Response().Writer = b
	defer func() { c.Response().Writer = b.ResponseWriter }() // also after a panic, whose error must be sent
	return b, next(c)
}

func (b *buffer) WriteHeader(status int) {
	if b.status == 0 {
		b.status = status
	}
}

func (b *buffer) Write(p []byte) (int, error) {
	b.WriteHeader(http.StatusOK)
	return b.body.Write(p)
}

// send sends the response.
func (b *buffer) send() error {
	b.ResponseWriter.WriteHeader(b.status)
	_, err := b.ResponseWriter.Write(b.body.Bytes())
	return err
}
