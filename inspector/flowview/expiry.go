package flowview

import (
	"slices"
	"strconv"
	"time"

	"quartet.example/inspector/flow"
	"quartet.example/shared/trace"
)

// Expiry says when a token, code or session of a flow expires.
type Expiry struct {
	What string // such as "access token"
	At   time.Time
}

// Lifetimes are the lifetimes that no message contains. They are settings of the services.
type Lifetimes struct {
	Code        time.Duration // of an authorization code
	SessionIdle time.Duration // of a session of the client that is not used
}

// NextExpiry returns the first expiry of f after now. It returns false if nothing of f expires later:
// what has been redeemed, or replaced by a refresh, does not count.
func NextExpiry(f flow.Flow, now time.Time, lives Lifetimes) (Expiry, bool) {
	var all []Expiry
	for i, h := range f.Hops {
		all = append(all, issued(h)...)
		if code := redirectedCode(h); code != "" && !carried(f.Hops[i+1:], code) {
			all = append(all, Expiry{"authorization code", h.Began.Add(h.Took() + lives.Code)})
		}
	}
	all = append(latestTokens(all), idle(f, lives)...)
	all = slices.DeleteFunc(all, func(e Expiry) bool { return !e.At.After(now) })
	if len(all) == 0 {
		return Expiry{}, false
	}
	return slices.MinFunc(all, func(a, b Expiry) int { return a.At.Compare(b.At) }), true
}

// lasting are the parameters of a response whose lifetime is its expires_in, and how they are called.
var lasting = []struct{ name, what string }{
	{"access_token", theAccessToken},
	{"request_uri", "pushed request"}, // RFC 9126 §2.2
	{"device_code", "device code"},    // RFC 8628 §3.2
}

const theAccessToken = "access token"

// issued returns the expiry of what the response of h issues (RFC 6749 §5.1).
func issued(h *flow.Hop) []Expiry {
	if h.Answer == nil {
		return nil
	}
	seconds, err := strconv.Atoi(valueOf(h.Answer.Params, "expires_in"))
	if err != nil {
		return nil
	}
	var all []Expiry
	for _, l := range lasting {
		if hasParam(h.Answer.Params, trace.InBody, l.name) {
			all = append(all, Expiry{l.what, h.Began.Add(h.Took()).Add(time.Duration(seconds) * time.Second)})
		}
	}
	return all
}

// latestTokens keeps only the last access token of all: the client replaces the others.
func latestTokens(all []Expiry) []Expiry {
	last := -1
	for i, e := range all {
		if e.What == theAccessToken {
			last = i
		}
	}
	kept := all[:0]
	for i, e := range all {
		if e.What != theAccessToken || i == last {
			kept = append(kept, e)
		}
	}
	return kept
}

// redirectedCode returns the fingerprint of the code in a redirect to the client (RFC 6749 §4.1.2).
func redirectedCode(h *flow.Hop) string {
	if h.Answer == nil {
		return ""
	}
	for _, p := range h.Answer.Params {
		if p.In == trace.InLocation && p.Name == "code" {
			return p.Print
		}
	}
	return ""
}

// carried reports whether one of hops sent the value with this fingerprint in its body. A message that
// is held has not been sent.
func carried(hops []*flow.Hop, print string) bool {
	return slices.ContainsFunc(hops, func(h *flow.Hop) bool {
		return !h.Held && slices.ContainsFunc(h.Params, func(p trace.Param) bool { return p.In == trace.InBody && p.Print == print })
	})
}

// idle returns when the session of the client ends if nobody uses it from now on.
func idle(f flow.Flow, lives Lifetimes) []Expiry {
	for _, h := range slices.Backward(f.Hops) {
		if h.To == trace.Client && h.Done() && !h.Refused() && (h.Path() == "/callback" || slices.ContainsFunc(h.Params, isSession)) {
			return []Expiry{{"session", h.Began.Add(lives.SessionIdle)}}
		}
	}
	return nil
}

func isSession(p trace.Param) bool {
	return p.In == trace.InCookie && trace.Lookup(p.In, p.Name).Links
}

func hasParam(params []trace.Param, in, name string) bool {
	return slices.ContainsFunc(params, func(p trace.Param) bool { return p.In == in && p.Name == name })
}

func valueOf(params []trace.Param, name string) string {
	for _, p := range params {
		if p.Name == name {
			return p.Value
		}
	}
	return ""
}
