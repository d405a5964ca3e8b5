package trace

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"time"

	"quartet.example/shared/trace/step"
)

// errGone is the error of a message whose sender stopped waiting while it was held.
var errGone = errors.New("cancelled while it was held in step mode")

// stepped is called for a received request while step mode is on. It holds the request here if its
// sender did not hold it: a browser, or a program that is none of our services.
//
// The timeouts of the server do not apply to the request, because it, or one that is sent during it,
// may be held for longer. net/http sets them again for the next request.
func (x *exchange) stepped(w http.ResponseWriter, req *http.Request) {
	from := callerOf(req.Header)
	held := (from == Browser || from == Service) && x.recorder.gate.Holds(channelOf(from) == Back, req.URL.Path)
	if held {
		req.Body = buffered(req.Body) // within the timeouts, so that a sender cannot keep the connection open by sending slowly
	}
	limits := http.NewResponseController(w)
	_ = limits.SetReadDeadline(time.Time{}) // a writer without deadlines has no timeouts either
	_ = limits.SetWriteDeadline(time.Time{})
	if held {
		x.hold(req.Context())
	}
}

// buffered reads the beginning of a body, and returns a body with the same content. The server
// notices that a browser has closed the connection only when the body has been read.
func buffered(body io.ReadCloser) io.ReadCloser {
	if body == nil || body == http.NoBody {
		return body
	}
	raw, err := io.ReadAll(io.LimitReader(body, maxBody+1))
	rest := io.Reader(body)
	if err != nil {
		rest = failed{err}
	}
	return struct {
		io.Reader
		io.Closer
	}{io.MultiReader(bytes.NewReader(raw), rest), body}
}

// failed is a reader that returns an error.
type failed struct{ err error }

func (f failed) Read([]byte) (int, error) { return 0, f.err }

// delayed is called before out is sent. While step mode is on, it removes the deadline of out, because
// the receiver may hold messages of its own, and holds out until it is released. The caller must call
// end when the exchange is over.
func (x *exchange) delayed(out *http.Request) (request *http.Request, end func(), err error) {
	gate := x.recorder.gate
	if !gate.On() {
		return out, func() {}, nil
	}
	ctx, end := step.Undated(out.Context())
	out = out.WithContext(ctx)
	out.Cancel = nil //nolint:staticcheck // http.Client uses it for its timeout
	if x.recorder.holds(ctx, out.URL.Path) && x.hold(ctx) == step.Gone {
		if out.Body != nil {
			_ = out.Body.Close() // a RoundTripper closes the body, also after an error
		}
		return nil, end, errGone
	}
	return out, end, nil
}

// hold waits until the message is released. This time is not part of the duration of the message.
func (x *exchange) hold(ctx context.Context) step.Reason {
	x.mark(Held, "")
	e := x.request()
	why := x.recorder.gate.Hold(ctx, HeldID(e))
	x.began = x.recorder.now()
	x.mark(Released, why)
	return why
}

// HeldID returns the id by which step.Control releases the message of e.
func HeldID(e Event) string { return e.Trace + "-" + e.Span }

// mark emits an event that the message is held, or is released.
func (x *exchange) mark(kind Kind, why step.Reason) {
	now := x.recorder.now()
	x.recorder.sink.Emit(Draft{event: func() Event {
		e := x.request()
		e.Kind, e.Time, e.Why, e.Headers, e.Params = kind, now, string(why), nil, nil
		return e
	}})
}
