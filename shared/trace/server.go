package trace

import (
	"net/http"
	"net/url"
	"strings"
)

// Middleware records what a service receives and answers. It belongs
// outermost: an error that is turned into a response outside of it is not
// seen. A nil Recorder returns next itself.
func (r *Recorder) Middleware(next http.Handler) http.Handler {
	if r == nil {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		if isExempt(req.URL.Path) {
			next.ServeHTTP(w, req)
			return
		}
		r.serve(next, w, req)
	})
}

// isExempt leaves out what says nothing about OAuth, and the poll of resource
// servers, which is under way all the time.
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

// answered completes the event with the body that the handler read and with
// what it answered.
func (x *exchange) answered(req *http.Request, mediaType string, in *tee, out *responseWriter, panicked bool) Event {
	e := x.event
	e.Kind = Response
	if isRead(mediaType) && !in.cut() {
		e.Params = append(e.Params[:len(e.Params):len(e.Params)], x.recorder.body(mediaType, in.kept)...)
	}
	e.Status = out.status
	if out.status == 0 && !panicked { // net/http answers 200 for a handler that writes nothing
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

// absolute is the URL that the sender meant (RFC 9112 §3.3).
func absolute(req *http.Request) *url.URL {
	u := *req.URL
	u.Host, u.Scheme = req.Host, "http"
	if req.TLS != nil {
		u.Scheme = "https"
	}
	return &u
}
