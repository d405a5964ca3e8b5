package page

import (
	"bytes"
	"compress/gzip"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"github.com/labstack/echo/v4"
)

// smallest is the size in bytes from which a body is compressed. A smaller one fits into one packet
// either way.
const smallest = 1024

var writers = sync.Pool{New: func() any { return gzip.NewWriter(nil) }}

// Compressed responds with body, compressed with gzip if the client accepts that and body is not
// small.
//
// The length of a compressed response depends on its content. An attacker who reads the lengths of
// many responses can guess a secret in the page if other text in it comes from the attacker (the
// attack is called BREACH). So use it only for pages without secrets.
func Compressed(c echo.Context, status int, mime string, body []byte) error {
	if len(body) < smallest {
		return c.Blob(status, mime, body)
	}
	c.Response().Header().Add(echo.HeaderVary, echo.HeaderAcceptEncoding) // RFC 9110 §12.5.5
	if !acceptsGzip(c.Request().Header.Values(echo.HeaderAcceptEncoding)) {
		return c.Blob(status, mime, body)
	}
	w := writers.Get().(*gzip.Writer)
	defer writers.Put(w)
	return sendGzip(c, status, mime, shorten(w, body))
}

// sendGzip responds with a body that is compressed already. The length is set here because net/http
// only knows it for small bodies.
func sendGzip(c echo.Context, status int, mime string, compressed []byte) error {
	h := c.Response().Header()
	h.Set(echo.HeaderContentEncoding, "gzip")
	h.Set(echo.HeaderContentLength, strconv.Itoa(len(compressed)))
	if c.Request().Method == http.MethodHead {
		h.Set(echo.HeaderContentType, mime)
		return c.NoContent(status)
	}
	return c.Blob(status, mime, compressed)
}

func shorten(w *gzip.Writer, body []byte) []byte {
	var b bytes.Buffer
	w.Reset(&b)
	_, _ = w.Write(body) // a bytes.Buffer returns no errors
	_ = w.Close()
	return b.Bytes()
}

// acceptsGzip reports whether the Accept-Encoding lines accept gzip, by name or as "*" (RFC 9110
// §12.5.3). A weight of 0 means "not acceptable".
func acceptsGzip(accept []string) bool {
	named, others := "", ""
	for _, line := range accept {
		for entry := range strings.SplitSeq(line, ",") {
			coding, weight, _ := strings.Cut(entry, ";")
			switch strings.ToLower(strings.TrimSpace(coding)) {
			case "gzip", "x-gzip": // RFC 9110 §8.4.1.3
				named = weigh(weight)
			case "*":
				others = weigh(weight)
			}
		}
	}
	return named == "yes" || named == "" && others == "yes"
}

// weigh returns "no" for a weight of 0, and otherwise "yes".
func weigh(weight string) string {
	name, value, ok := strings.Cut(strings.TrimSpace(weight), "=")
	if ok && strings.EqualFold(strings.TrimSpace(name), "q") {
		if q, err := strconv.ParseFloat(strings.TrimSpace(value), 64); err != nil || q <= 0 {
			return "no"
		}
	}
	return "yes"
}
