package trace

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"net/http"
	"strings"
)

// span identifies a message. trace is the tree of messages that it belongs to; parent is the
// request during which it was sent. Sender and receiver of a message record the same id, so that
// the inspector can draw both as one arrow.
type span struct{ trace, id, parent string }

type spanKey struct{}

func spanOf(ctx context.Context) span {
	s, _ := ctx.Value(spanKey{}).(span)
	return s
}

func withSpan(ctx context.Context, s span) context.Context {
	return context.WithValue(ctx, spanKey{}, s)
}

// child returns the span of a message that is sent during s, or of a new trace if s is empty.
func (s span) child() span {
	if s.trace == "" {
		return span{trace: randomHex(16), id: randomHex(8)}
	}
	return span{trace: s.trace, id: randomHex(8), parent: s.id}
}

// Begin returns a context with a new trace, and the id of that trace: every message that is sent with the
// context belongs to it.
func Begin(ctx context.Context) (traced context.Context, id string) {
	s := span{trace: randomHex(16)}
	return withSpan(ctx, s), s.trace
}

// event returns e with the ids of the span.
func (s span) event(e Event) Event {
	e.Trace, e.Span, e.Parent = s.trace, s.id, s.parent
	return e
}

func randomHex(n int) string {
	b := make([]byte, n)
	_, _ = rand.Read(b) // never returns an error
	return hex.EncodeToString(b)
}

// The headers of W3C Trace Context §3. The list-member "quartet" in tracestate names the role of
// the sender. The list-member "quartet-unheld" says that the sender has a lock open.
const (
	traceparent = "Traceparent"
	tracestate  = "Tracestate"
	vendor      = "quartet="
	unheld      = ",quartet-unheld=1"
)

// traceparent returns version 00 of the header (W3C Trace Context §3.2).
func (s span) traceparent() string { return "00-" + s.trace + "-" + s.id + "-01" }

// readSpan returns the span in the headers of a received message, or a new one.
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

// parseTraceparent parses the header as W3C Trace Context §3.2.2 says: lower-case hex, ids that
// are not zero; a version after 00 may be longer; version ff is invalid.
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

// Link returns the URL of the message that is processed in ctx at the inspector with that base URL.
// It returns "" if inspector is "" or the message is not recorded.
func Link(ctx context.Context, inspector string) string {
	s := spanOf(ctx)
	if s.id == "" || inspector == "" {
		return ""
	}
	return inspector + "/t/" + s.trace + "/" + s.id
}
