package trace

import (
	"context"
	"net/http"
	"sync/atomic"

	"quartet.example/shared/patience"
	"quartet.example/shared/trace/step"
)

// recorderKey is the context key of the *Recorder. It is set while step mode is on, and for two minutes after.
type recorderKey struct{}

// announcedKey is the context key of an *announced.
type announcedKey struct{}

// announced is a message that was recorded, and perhaps held, before it is sent.
type announced struct {
	span   span
	method string
	target string // without query
	used   atomic.Bool
}

// Announce holds a message, if step mode does so, before the caller takes a lock that it sends the
// message with. No message is held in the context that it returns, so that nobody waits for the lock. The
// message is recorded as req, and the next request to the same URL in the returned context is that
// message. The caller must call end after it: a message that was not sent is recorded as that.
func Announce(ctx context.Context, req *http.Request) (unheld context.Context, end func()) {
	r, _ := ctx.Value(recorderKey{}).(*Recorder)
	if r == nil || !r.gate.On() {
		return patience.Unheld(ctx), func() {}
	}
	a := &announced{span: spanOf(ctx).child(), method: req.Method, target: targetOf(req)}
	x := r.begin(a.span.event(Event{Side: Sender, From: r.service, To: r.role(req.URL.Host), Channel: Back}), req, req.URL, sentBody(req))
	x.start()
	if r.holds(ctx, req.URL.Path) {
		x.hold(ctx)
	}
	return context.WithValue(patience.Unheld(ctx), announcedKey{}, a), func() {
		if !a.used.Swap(true) {
			x.finish(0, func(e *Event) { e.Kind, e.Error = Failure, "not sent: it was not needed any more" })
		}
	}
}

// takeAnnounced returns the span of req if it was announced. It returns false if it was not, or was sent
// before.
func takeAnnounced(req *http.Request) (span, bool) {
	a, _ := req.Context().Value(announcedKey{}).(*announced)
	if a == nil || a.method != req.Method || a.target != targetOf(req) || a.used.Swap(true) {
		return span{}, false
	}
	return a.span, true
}

func targetOf(req *http.Request) string {
	return req.URL.Scheme + "://" + req.URL.Host + req.URL.EscapedPath()
}

// learn stores which roles answer at hosts, for messages that are announced.
func (r *Recorder) learn(hosts Hosts) {
	for host, role := range hosts {
		r.hosts.Store(host, role)
	}
}

func (r *Recorder) role(host string) string {
	role, ok := r.hosts.Load(host)
	if !ok {
		return Service
	}
	return role.(string)
}

// holds reports whether step mode holds a message that is sent in ctx.
func (r *Recorder) holds(ctx context.Context, path string) bool {
	return r.gate.Holds(true, path) && !patience.IsUnheld(ctx)
}

var _ patience.Mode = (*step.Gate)(nil)
