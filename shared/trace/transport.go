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
	r.learn(to)
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
	s, recorded := takeAnnounced(req)
	if !recorded {
		s = spanOf(req.Context()).child()
	}
	out := req.Clone(req.Context()) // a RoundTripper must not change its request
	out.Header.Set(traceparent, s.traceparent())
	out.Header.Set(tracestate, stateOf(req.Context(), t.recorder.service))

	x := t.recorder.begin(s.event(Event{Side: Sender, From: t.recorder.service, To: t.to.role(out.URL.Host), Channel: channelOf(t.recorder.service)}), out, out.URL, sentBody(req))
	if !recorded {
		x.start()
	}

	out, end, err := x.delayed(out)
	var resp *http.Response
	if err == nil {
		resp, err = t.next.RoundTrip(out)
	}
	if err != nil {
		end()
		why := clip(err.Error())
		x.finish(len(why), func(e *Event) { e.Kind, e.Error = Failure, why })
		return nil, err
	}
	t.watch(x, resp, end)
	return resp, nil
}

// sentBody returns a copy of the body, if the request can provide it.
func sentBody(req *http.Request) content {
	mediaType := mediaTypeOf(req.Header.Get("Content-Type"))
	if req.GetBody == nil || !isRead(mediaType) || req.ContentLength > maxBody {
		return content{}
	}
	body, err := req.GetBody()
	if err != nil {
		return content{}
	}
	defer body.Close()
	raw, err := io.ReadAll(io.LimitReader(body, maxBody))
	if err != nil {
		return content{}
	}
	return content{mediaType: mediaType, raw: raw}
}

// watch records the response when its body has been read, and then calls end. The caller may change
// the headers before that, so they are copied now.
func (t *transport) watch(x *exchange, resp *http.Response, end func()) {
	status, header := resp.StatusCode, resp.Header.Clone()
	seen := &tee{ReadCloser: resp.Body, capture: capture{limit: limitFor(mediaTypeOf(resp.Header.Get("Content-Type")))}}
	seen.done = func() {
		defer end()
		body := seen.capture
		x.finish(sizeOf(header)+len(body.kept), func(e *Event) {
			e.Kind, e.Status = Response, status
			e.Answer = t.recorder.answer(header, body)
			e.Error = e.Answer.errorOf()
		})
	}
	resp.Body = seen
}
