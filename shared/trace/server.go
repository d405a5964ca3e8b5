package trace

import (
	"context"
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

// isExempt reports whether requests to path are not recorded: those that are irrelevant for OAuth, those
// of tests to the control API, and the polls of resource servers, of which one is always open.
func isExempt(path string) bool {
	switch path {
	case "/livez", "/readyz", "/healthz", "/favicon.ico", "/robots.txt", "/security_events":
		return true
	}
	return strings.HasPrefix(path, "/assets/") || strings.HasPrefix(path, "/control/")
}

func (r *Recorder) serve(next http.Handler, w http.ResponseWriter, req *http.Request) {
	s, from := readSpan(req.Header), callerOf(req.Header)
	x := r.begin(s.event(Event{Side: Receiver, From: from, To: r.service, Channel: channelOf(from)}), req, absolute(req), content{})
	x.start()

	mediaType := mediaTypeOf(req.Header.Get("Content-Type"))
	seen := &tee{ReadCloser: req.Body, capture: capture{limit: limitFor(mediaType)}}
	out := &responseWriter{ResponseWriter: w}
	inner := req.WithContext(x.context(req.Context(), s, isUnheld(req.Header)))
	if req.Body != nil && req.Body != http.NoBody {
		inner.Body = seen
	}
	if r.gate.On() {
		x.stepped(w, inner)
	}
	defer func() {
		panicked := recover()
		x.answered(inner.Context(), seen.content(mediaType), out, panicked != nil)
		if panicked != nil {
			panic(panicked)
		}
	}()
	next.ServeHTTP(out, inner)
}

// answered emits the last event of the exchange, with the body that the handler read, and the
// response.
func (x *exchange) answered(ctx context.Context, body content, out *responseWriter, panicked bool) {
	status, header, seen, ended := out.status, out.sent, out.capture, ctx.Err()
	if status == 0 && !panicked { // net/http sends 200 if the handler writes nothing
		status = http.StatusOK
	}
	if header == nil {
		header = out.Header().Clone()
	}
	x.finish(len(body.raw)+sizeOf(header)+len(seen.kept), func(e *Event) {
		e.Kind, e.Status = Response, status
		e.Params = append(e.Params, x.recorder.body(body)...)
		e.Answer = x.recorder.answer(header, seen)
		e.Error = e.Answer.errorOf()
		switch {
		case panicked:
			e.Kind, e.Error = Failure, "panic"
		case e.Error == "" && ended != nil:
			e.Error = ended.Error()
		}
	})
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
