package authservertest

import (
	"bytes"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"quartet.example/shared/oauth"
)

// Request is a request that the server received, with unmasked values.
type Request struct {
	Method string
	Path   string
	Header http.Header
	Params url.Values // from the query and from a form body
	Status int        // status of the response
}

// Requests returns all requests so far, in the order of their responses.
func (s *Server) Requests() []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.requests)
}

// recording records each request.
func (s *Server) recording(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		seen := Request{Method: r.Method, Path: r.URL.Path, Header: r.Header.Clone(), Params: paramsOf(r)}
		status := &statusWriter{ResponseWriter: w, status: http.StatusOK}
		next.ServeHTTP(status, r)
		seen.Status = status.status
		s.mu.Lock()
		defer s.mu.Unlock()
		s.requests = append(s.requests, seen)
	})
}

// maxKept is the number of bytes of a body that are parsed.
const maxKept = 1 << 20

// paramsOf returns the parameters of query and form body. The body can be read again afterwards.
func paramsOf(r *http.Request) url.Values {
	params := r.URL.Query()
	if !strings.HasPrefix(r.Header.Get("Content-Type"), "application/x-www-form-urlencoded") {
		return params
	}
	kept, _ := io.ReadAll(io.LimitReader(r.Body, maxKept))
	r.Body = struct {
		io.Reader
		io.Closer
	}{io.MultiReader(bytes.NewReader(kept), r.Body), r.Body}
	form, _ := url.ParseQuery(string(kept))
	for name, values := range form {
		params[name] = append(params[name], values...)
	}
	return params
}

type statusWriter struct {
	http.ResponseWriter
	status int
}

func (w *statusWriter) WriteHeader(status int) {
	w.status = status
	w.ResponseWriter.WriteHeader(status)
}

// Unwrap lets http.ResponseController reach the connection.
func (w *statusWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// NextError makes the server refuse the next request to a protocol endpoint with this error.
// /authorize sends it to the redirect URI, the other endpoints respond with it. Several calls
// refuse several requests, in this order.
func (s *Server) NextError(code oauth.Code) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.refusals = append(s.refusals, code)
}

func (s *Server) takeRefusal() (oauth.Code, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.refusals) == 0 {
		return "", false
	}
	code := s.refusals[0]
	s.refusals = s.refusals[1:]
	return code, true
}

func (s *Server) refusing(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		endpoint := r.URL.Path[strings.LastIndex(r.URL.Path, "/")+1:]
		if !slices.Contains([]string{"authorize", "token", "introspect", "revoke", "userinfo"}, endpoint) {
			next.ServeHTTP(w, r)
			return
		}
		code, refuse := s.takeRefusal()
		switch {
		case !refuse:
			next.ServeHTTP(w, r)
		case endpoint == "authorize":
			s.refuseByRedirect(w, r, code)
		default:
			refuseByJSON(w, code)
		}
	})
}

// refuseByRedirect responds as RFC 6749 §4.1.2.1 and RFC 9207 §2 require.
func (s *Server) refuseByRedirect(w http.ResponseWriter, r *http.Request, code oauth.Code) {
	params := paramsOf(r)
	back, err := url.Parse(params.Get("redirect_uri"))
	if err != nil || !back.IsAbs() {
		refuseByJSON(w, code)
		return
	}
	query := back.Query()
	query.Set("error", string(code))
	query.Set("iss", s.URL)
	if state := params.Get("state"); state != "" {
		query.Set("state", state)
	}
	back.RawQuery = query.Encode()
	http.Redirect(w, r, back.String(), http.StatusSeeOther)
}

// refuseByJSON responds as RFC 6749 §5.2 requires.
func refuseByJSON(w http.ResponseWriter, code oauth.Code) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	if code == oauth.InvalidToken || code == oauth.InsufficientScope {
		w.Header().Set("WWW-Authenticate", `Bearer error="`+string(code)+`"`)
	}
	w.WriteHeader(code.Status())
	_, _ = io.WriteString(w, `{"error":"`+string(code)+`","error_description":"requested by NextError in the test"}`)
}
