package trace

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"net/http"
	"strings"
)

// span places a message: the trace is the tree that it is in, the parent is
// the message during which it was sent. Sender and receiver of a message share
// its id, so that the inspector can draw one arrow.
type span struct{ trace, id, parent string }

type spanKey struct{}

func spanOf(ctx context.Context) span {
	s, _ := ctx.Value(spanKey{}).(span)
	return s
}

func withSpan(ctx context.Context, s span) context.Context {
	return context.WithValue(ctx, spanKey{}, s)
}

// child starts a message sent during s, or a new trace.
func (s span) child() span {
	if s.trace == "" {
		return span{trace: randomHex(16), id: randomHex(8)}
	}
	return span{trace: s.trace, id: randomHex(8), parent: s.id}
}

func randomHex(n int) string {
	b := make([]byte, n)
	_, _ = rand.Read(b) // never fails
	return hex.EncodeToString(b)
}

// The headers of W3C Trace Context §3. The list-member "quartet" of tracestate
// names the sender's role.
const (
	traceparent = "Traceparent"
	tracestate  = "Tracestate"
	vendor      = "quartet="
)

// traceparent gives version 00 of the header (W3C Trace Context §3.2).
func (s span) traceparent() string { return "00-" + s.trace + "-" + s.id + "-01" }

// readSpan takes the span of a received message, or starts one.
func readSpan(h http.Header) span {
	values := h[traceparent]
	if len(values) != 1 {
		return span{}.child()
	}
	s, ok := parseTraceparent(values[0])
	if !ok {
		return span{}.child()
	}
	return s
}

// parseTraceparent follows W3C Trace Context §3.2.2: lower-case hex, no zero
// ids; a later version may be longer, version ff does not exist.
func parseTraceparent(v string) (span, bool) {
	if len(v) < 55 || v[2] != '-' || v[35] != '-' || v[52] != '-' {
		return span{}, false
	}
	version, trace, id, flags := v[:2], v[3:35], v[36:52], v[53:55]
	if !isHex(version) || version == "ff" || !isHex(trace) || !isHex(id) || !isHex(flags) {
		return span{}, false
	}
	if longer := len(v) > 55; longer && (version == "00" || v[55] != '-') {
		return span{}, false
	}
	if strings.Trim(trace, "0") == "" || strings.Trim(id, "0") == "" {
		return span{}, false
	}
	return span{trace: trace, id: id}, true
}

func isHex(s string) bool {
	for i := range len(s) {
		if c := s[i]; (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}
