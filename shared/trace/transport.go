package trace

import (
	"io"
	"net/http"

	"quartet.example/shared/localnet"
)

// Transport records the requests that a service sends and their responses, including requests that
// never arrive. It adds the trace of the request in the context. to maps hosts to roles. A nil
// Recorder returns next; a nil next is the transport of localnet.
func (r *Recorder) Transport(next http.RoundTripper, to Hosts) http.RoundTripper {
	if next == nil {
		next = localnet.Transport()
	}
	if r == nil {
		return next
	}
	return &transport{recorder: r, next: next, to: to}
}

type transport struct {
	recorder *Recorder
	next     http.RoundTripper
	to       Hosts
}

// RoundTrip implements http.RoundTripper.
func (t *transport) RoundTrip(req *http.Request) (*http.Response, error) {
	if isExempt(req.URL.Path) {
		return t.next.RoundTrip(req)
	}
	s := spanOf(req.Context()).child()
	out := req.Clone(req.Context()) // a RoundTripper must not change its request
	out.Header.Set(traceparent, s.traceparent())
	out.Header.Set(tracestate, vendor+t.recorder.service)

	x := t.recorder.begin(s, Sender, out, out.URL)
	x.event.From, x.event.To, x.event.Channel = t.recorder.service, t.to.role(out.URL.Host), Back
	x.event.Params = append(x.event.Params, t.sentBody(req)...)
	x.start()

	resp, err := t.next.RoundTrip(out)
	if err != nil {
		e := x.event
		e.Kind, e.Error = Failure, clip(err.Error())
		x.finish(e)
		return nil, err
	}
	t.watch(x, resp)
	return resp, nil
}

// sentBody returns the parameters of the body, if the request can provide a copy of it.
func (t *transport) sentBody(req *http.Request) []Param {
	mediaType := mediaTypeOf(req.Header.Get("Content-Type"))
	if req.GetBody == nil || !isRead(mediaType) || req.ContentLength > maxBody {
		return nil
	}
	body, err := req.GetBody()
	if err != nil {
		return nil
	}
	defer body.Close()
	raw, err := io.ReadAll(io.LimitReader(body, maxBody))
	if err != nil {
		return nil
	}
	return t.recorder.body(mediaType, raw)
}

// watch records the response when its body has been read.
func (t *transport) watch(x *exchange, resp *http.Response) {
	seen := &tee{ReadCloser: resp.Body, capture: capture{limit: limitFor(mediaTypeOf(resp.Header.Get("Content-Type")))}}
	seen.done = func() {
		e := x.event
		e.Kind, e.Status = Response, resp.StatusCode
		e.Answer = t.recorder.answer(resp.Header, &seen.capture)
		e.Error = e.Answer.errorOf()
		x.finish(e)
	}
	resp.Body = seen
}
