package record

import (
	"net/http"
	"strings"

	"quartet.example/shared/web"
)

// Middleware records the requests to next. It must be the outermost middleware, because it does not see
// what others respond outside of it.
func (l *Log) Middleware(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if isExempt(r.URL.Path) {
			next.ServeHTTP(w, r)
			return
		}
		e := &entry{time: l.now(), method: r.Method, path: r.URL.Path, query: r.URL.RawQuery, header: r.Header.Clone()}
		e.body, e.cut = web.ReadAhead(r, maxBody)
		seen, returned := &writer{ResponseWriter: w}, false
		defer func() { // also after a panic, with which a handler closes the connection
			if seen.status == 0 && returned && r.Context().Err() == nil {
				seen.status = http.StatusOK // net/http sends it if the handler writes nothing
			}
			e.status, e.answer, e.location = seen.status, seen.answer, seen.Header().Get("Location")
			l.add(e)
		}()
		next.ServeHTTP(seen, r.WithContext(withEntry(r.Context(), e)))
		returned = true
	})
}

// isExempt reports whether requests to the path are not recorded: those that say nothing about a client.
func isExempt(path string) bool {
	return path == "/livez" || path == "/readyz" || path == "/favicon.ico" ||
		strings.HasPrefix(path, "/assets/") || strings.Contains(path, "/control/")
}

// maxAnswer is the number of bytes of an error response that are kept.
const maxAnswer = 4 << 10

// writer keeps the status of a response, and the beginning of an error.
type writer struct {
	http.ResponseWriter
	status int
	answer []byte
}

func (w *writer) WriteHeader(status int) {
	if w.status == 0 && status >= http.StatusOK { // those below are followed by another one
		w.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *writer) Write(b []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	if w.status >= http.StatusBadRequest && len(w.answer) < maxAnswer {
		w.answer = append(w.answer, b[:min(len(b), maxAnswer-len(w.answer))]...)
	}
	return w.ResponseWriter.Write(b)
}

// Unwrap lets http.ResponseController reach the connection.
func (w *writer) Unwrap() http.ResponseWriter { return w.ResponseWriter }
