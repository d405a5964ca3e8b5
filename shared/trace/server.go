package trace

import (
	"net/http"
	"net/url"
	"strings"
)

// Middleware records requests and responses of a service. It must be the outermost middleware,
// because it does not see a response that is written outside of it. A nil Recorder returns next.
func (r *Recorder) Middleware(next http.Handler) http.Handler {
	if r == nil {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		if isExempt(req.URL.Path) || spanOf(req.Context()).trace != "" { // an outer Middleware records it
			next.ServeHTTP(w, req)
			return
		}
		r.serve(next, w, req)
	})
}

// isExempt reports whether requests to path are not recorded: those that are irrelevant for OAuth,
// and the polls of resource servers, of which one is always open.
func isExempt(path string) bool {
	switch path {
	case "/livez", "/readyz", "/healthz", "/favicon.ico", "/robots.txt", "/security_events":
		return true
	}
	return strings.HasPrefix(path, "/assets/")
}

func (r *Recorder) serve(next http.Handler, w http.ResponseWriter, req *http.Request) {
	s, from := readSpan(req.Header), callerOf(req.Header)
	x := r.begin(s, Receiver, req, absolute(req))
	x.event.From, x.event.To, x.event.Channel = from, r.service, channelOf(from)
	x.start()

	mediaType := mediaTypeOf(req.Header.Get("Content-Type"))
	seen := &tee{ReadCloser: req.Body, capture: capture{limit: limitFor(mediaType)}}
	out := &responseWriter{ResponseWriter: w}
	inner := req.WithContext(x.context(req.Context(), s))
	if req.Body != nil && req.Body != http.NoBody {
		inner.Body = seen
	}
	defer func() {
		panicked := recover()
		x.finish(x.answered(inner, mediaType, seen, out, panicked != nil))
		if panicked != nil {
			panic(panicked)
		}
	}()
	next.ServeHTTP(out, inner)
}

// answered returns the last event of the exchange, with the body that the handler read, and the
// response.
func (x *exchange) answered(req *http.Request, mediaType string, in *tee, out *responseWriter, panicked bool) Event {
	e := x.event
	e.Kind = Response
	if isRead(mediaType) && !in.cut() {
		e.Params = append(e.Params[:len(e.Params):len(e.Params)], x.recorder.body(mediaType, in.kept)...)
	}
	e.Status = out.status
	if out.status == 0 && !panicked { // net/http sends 200 if the handler writes nothing
		e.Status = http.StatusOK
	}
	sent := out.sent
	if sent == nil {
		sent = out.Header()
	}
	e.Answer = x.recorder.answer(sent, &out.capture)
	e.Error = e.Answer.errorOf()
	switch {
	case panicked:
		e.Kind, e.Error = Failure, "panic"
	case e.Error == "" && req.Context().Err() != nil:
		e.Error = req.Context().Err().Error()
	}
	return e
}

// absolute returns the URL that the sender requested (RFC 9112 §3.3).
func absolute(req *http.Request) *url.URL {
	u := *req.URL
	u.Host, u.Scheme = req.Host, "http"
	if req.TLS != nil {
		u.Scheme = "https"
	}
	return &u
}
