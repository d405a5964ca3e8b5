package trace

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"sync"
	"time"

	"quartet.example/shared/jose"
	"quartet.example/shared/oauth"
	"quartet.example/shared/patience"
)

// maxChecks is the maximum number of check results in one event.
const maxChecks = 128

// exchange is one request and its response while they are processed.
type exchange struct {
	recorder *Recorder
	request  func() Event // masks the request, once, and returns what both events say about it
	size     int          // bytes of the copy of the request
	began    time.Time

	mu     sync.Mutex
	checks []oauth.Result
	tokens []Judged
}

// begin copies what is recorded of a request to target. e has its span, side, roles and channel. body
// is the body of a request that this process sends; for a request that it receives, whose body is not
// read yet, it is the zero content.
func (r *Recorder) begin(e Event, req *http.Request, target *url.URL, body content) *exchange {
	e.V, e.Service, e.Lab, e.Time = Version, r.service, r.lab, r.now()
	method, to, header := req.Method, *target, req.Header.Clone()
	return &exchange{
		recorder: r, began: e.Time, checks: make([]oauth.Result, 0, 16), size: len(method) + sizeOfURL(&to) + sizeOf(header) + len(body.raw),
		request: sync.OnceValue(func() Event {
			e.Method, e.URL, e.Headers = clip(method), clip(withoutQueryHint(&to)), r.headers(header)
			e.Params = slices.Concat(r.form(InQuery, to.RawQuery), r.cookies(header), r.body(body))
			return e
		}),
	}
}

// sizeOf returns the number of bytes of all names and values of h.
func sizeOf(h http.Header) (size int) {
	for name, values := range h {
		size += len(name)
		for _, v := range values {
			size += len(v)
		}
	}
	return size
}

// sizeOfURL returns the length of all parts of u that are recorded.
func sizeOfURL(u *url.URL) int {
	return len(u.Host) + len(u.Opaque) + len(u.Path) + len(u.RawPath) + len(u.RawQuery)
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
	result.Why = clip(result.Why) // here and not in the sink, so that a draft keeps no more
	x.mu.Lock()
	defer x.mu.Unlock()
	if len(x.checks) < maxChecks {
		x.checks = append(x.checks, result)
	}
}

// start emits the event that the request was sent or received.
func (x *exchange) start() {
	x.recorder.sink.Emit(Draft{size: x.size, event: func() Event {
		e := x.request()
		e.Kind = Request
		return e
	}})
}

// finish emits the last event of the exchange, with duration and checks. complete masks the response
// and adds it to the event; the sink calls it later, so it must hold copies. size is the number of
// bytes that it holds.
func (x *exchange) finish(size int, complete func(*Event)) {
	now := x.recorder.now()
	x.mu.Lock()
	results, tokens := x.checks, x.tokens
	x.mu.Unlock()
	x.recorder.sink.Emit(Draft{size: x.size + size, event: func() Event {
		e := x.request()
		e.Time, e.Duration, e.Checks = now, now.Sub(x.began).Microseconds(), checked(results)
		e.Params = slices.Clip(e.Params) // the other event shares them, and complete may append to them
		complete(&e)
		e.judge(tokens)
		return e
	}})
}

// checked returns what is recorded of the results of checks.
func checked(results []oauth.Result) []Checked {
	if len(results) == 0 {
		return nil
	}
	list := make([]Checked, len(results))
	for i, r := range results {
		list[i] = Checked{ID: r.Check.ID, OK: r.Passed, Spec: r.Check.Spec, Meaning: r.Check.Meaning, Stops: r.Check.Stops, Decisive: r.Check.Decisive}
		if !r.Passed {
			list[i].Why = r.Why
		}
	}
	return list
}

// answer returns what is recorded of a response.
func (r *Recorder) answer(h http.Header, seen capture) *Answer {
	mediaType := mediaTypeOf(h.Get("Content-Type"))
	a := &Answer{Type: mediaType, Length: seen.total, Headers: r.headers(h)}
	a.Params = slices.Concat(r.location(h), r.setCookies(h), r.body(seen.content(mediaType)))
	if mediaType == "text/html" {
		a.Title = titleOf(seen.kept)
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

// context returns the context in which a received request is processed.
func (x *exchange) context(ctx context.Context, s span, unheld bool) context.Context {
	if unheld {
		ctx = patience.Unheld(ctx)
	}
	if gate := x.recorder.gate; gate.Recently() {
		ctx = context.WithValue(patience.With(ctx, gate), recorderKey{}, x.recorder)
	}
	return jose.WithObserver(oauth.WithObserver(withSpan(ctx, s), x.observe), x.judged)
}
