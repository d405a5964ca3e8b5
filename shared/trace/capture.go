package trace

import (
	"bytes"
	"html"
	"io"
	"net/http"
	"strings"
)

// capture keeps the first limit bytes of a body, and counts all of them.
type capture struct {
	limit int
	kept  []byte
	total int64
}

func (c *capture) add(b []byte) {
	c.total += int64(len(b))
	if room := c.limit - len(c.kept); room > 0 {
		c.kept = append(c.kept, b[:min(room, len(b))]...)
	}
}

func (c *capture) cut() bool { return c.total > int64(len(c.kept)) }

// content returns the kept body, or the zero content if bodies of the media type are not parsed, or if
// the body was longer than what is kept.
func (c *capture) content(mediaType string) content {
	if !isRead(mediaType) || c.cut() {
		return content{}
	}
	return content{mediaType: mediaType, raw: c.kept}
}

// limitFor returns how many bytes of a body with this media type are kept.
func limitFor(mediaType string) int {
	switch {
	case isRead(mediaType):
		return maxBody
	case mediaType == "text/html":
		return 4 << 10 // enough to contain the title
	}
	return 0
}

// tee passes a body on and keeps the beginning of what was read. done is called once, at the end
// of the body or when it is closed.
type tee struct {
	io.ReadCloser
	capture
	done func()
}

func (t *tee) Read(b []byte) (int, error) {
	n, err := t.ReadCloser.Read(b)
	t.add(b[:n])
	if err != nil {
		t.end()
	}
	return n, err
}

func (t *tee) Close() error {
	err := t.ReadCloser.Close()
	t.end()
	return err
}

func (t *tee) end() {
	if done := t.done; done != nil {
		t.done = nil
		done()
	}
}

// content is a copy of a body whose parameters are recorded. The zero content has none.
type content struct {
	mediaType string
	raw       []byte
}

// responseWriter keeps status, headers and the beginning of the body. Flush, Hijack and deadlines
// reach the wrapped writer through Unwrap and http.ResponseController.
type responseWriter struct {
	http.ResponseWriter
	capture
	status int
	sent   http.Header // the headers when they were sent
}

func (w *responseWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

func (w *responseWriter) WriteHeader(status int) {
	if w.status == 0 && status >= http.StatusOK { // 1xx is not the final response
		w.status, w.sent = status, w.Header().Clone()
		w.limit = limitFor(mediaTypeOf(w.sent.Get("Content-Type")))
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *responseWriter) Write(b []byte) (int, error) {
	if w.status == 0 {
		w.WriteHeader(http.StatusOK)
	}
	n, err := w.ResponseWriter.Write(b)
	w.add(b[:n])
	return n, err
}

// Flush implements http.Flusher, for code that checks for that interface.
func (w *responseWriter) Flush() {
	if w.status == 0 {
		w.WriteHeader(http.StatusOK)
	}
	_ = http.NewResponseController(w.ResponseWriter).Flush()
}

// titleOf returns the title of an HTML page from its beginning, or "".
func titleOf(page []byte) string {
	_, rest, found := bytes.Cut(page, []byte("<title>"))
	if !found {
		return ""
	}
	title, _, found := bytes.Cut(rest, []byte("</title>"))
	if !found {
		return ""
	}
	return clip(strings.TrimSpace(html.UnescapeString(string(title))))
}
