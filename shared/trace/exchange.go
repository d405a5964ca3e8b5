package trace

import (
	"context"
	"net/http"
	"net/url"
	"sync"
	"time"

	"quartet.example/shared/oauth"
)

// maxChecks is the maximum number of check results in one event.
const maxChecks = 128

// exchange is one request and its response while they are processed.
type exchange struct {
	recorder *Recorder
	event    Event
	began    time.Time

	mu     sync.Mutex
	checks []Checked
}

func (r *Recorder) begin(s span, side Side, req *http.Request, target *url.URL) *exchange {
	now := r.now()
	return &exchange{recorder: r, began: now, event: Event{
		Time: now, Trace: s.trace, Span: s.id, Parent: s.parent, Side: side,
		Method: clip(req.Method), URL: clip(withoutQueryHint(target)),
		Headers: r.headers(req.Header),
		Params:  append(r.form(InQuery, target.RawQuery), r.cookies(req.Header)...),
	}}
}

func withoutQueryHint(u *url.URL) string {
	origin := ""
	if u.Host != "" {
		origin = u.Scheme + "://" + u.Host
	}
	return origin + safePath(u.EscapedPath())
}

// observe adds the result of a check that ran in the context of the exchange.
func (x *exchange) observe(result oauth.Result) {
	c := result.Check
	checked := Checked{ID: c.ID, OK: result.Passed, Spec: c.Spec, Meaning: c.Meaning, Stops: c.Stops}
	if !result.Passed {
		checked.Why = clip(result.Why)
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	if len(x.checks) < maxChecks {
		x.checks = append(x.checks, checked)
	}
}

// start emits the event that the request was sent or received.
func (x *exchange) start() {
	e := x.event
	e.Kind = Request
	x.recorder.emit(e)
}

// finish emits the last event of the exchange, with duration and checks.
func (x *exchange) finish(e Event) {
	now := x.recorder.now()
	e.Time, e.Duration = now, now.Sub(x.began).Microseconds()
	x.mu.Lock()
	e.Checks = x.checks
	x.mu.Unlock()
	x.recorder.emit(e)
}

// answer returns what is recorded of a response.
func (r *Recorder) answer(h http.Header, seen *capture) *Answer {
	mediaType := mediaTypeOf(h.Get("Content-Type"))
	a := &Answer{Type: mediaType, Length: seen.total, Headers: r.headers(h)}
	a.Params = append(r.location(h), r.setCookies(h)...)
	switch {
	case mediaType == "text/html":
		a.Title = titleOf(seen.kept)
	case isRead(mediaType) && !seen.cut():
		a.Params = append(a.Params, r.body(mediaType, seen.kept)...)
	}
	return a
}

// errorOf returns the error code in the response (RFC 6749 §4.1.2.1, §5.2), or "".
func (a *Answer) errorOf() string {
	for _, p := range a.Params {
		if p.Name == "error" && (p.In == InBody || p.In == InLocation) {
			return p.Value
		}
	}
	return ""
}

func (x *exchange) context(ctx context.Context, s span) context.Context {
	return oauth.WithObserver(withSpan(ctx, s), x.observe)
}
