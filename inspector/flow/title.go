package flow

import (
	"net/http"
	"slices"
	"strings"

	"quartet.example/shared/trace"
)

const (
	deviceGrant   = "urn:ietf:params:oauth:grant-type:device_code"    // RFC 8628 §3.4
	exchangeGrant = "urn:ietf:params:oauth:grant-type:token-exchange" // RFC 8693 §2.1
)

// Title returns what the flow does, in the words of a user.
func (f Flow) Title() string {
	if f.ID == Other {
		return "Other traffic between servers"
	}
	if lab := f.Lab(); lab != nil {
		return lab.Title()
	}
	if kind := f.kind(); kind != "" {
		return kind
	}
	if f.IsVisit() {
		return "Visit of the start page"
	}
	first := f.Hops[0]
	return first.Method + " " + first.Path()
}

// Lab returns the run of a lab that the flow is about, or nil.
func (f Flow) Lab() *trace.Lab {
	for _, h := range f.Hops {
		if h.Lab != nil {
			return h.Lab
		}
	}
	return nil
}

// IsVisit reports whether a browser only opened a start page, without a sign-in before or after it.
func (f Flow) IsVisit() bool {
	return f.ID != Other && f.Lab() == nil && !slices.ContainsFunc(f.Hops, func(h *Hop) bool {
		return h.From != trace.Browser || h.Method != http.MethodGet || h.Path() != "/" || h.Refused()
	})
}

// kind returns the title of a flow that is a grant, a sign-out or a visit to the account, or "".
func (f Flow) kind() string {
	for _, kind := range []struct {
		title string
		is    func(*Hop) bool
	}{
		{"Sign-in", func(h *Hop) bool { return has(h, "response_type", "code") }},
		{"Code exchange", func(h *Hop) bool { return has(h, "grant_type", "authorization_code") }},
		{"Service on its own behalf", func(h *Hop) bool { return has(h, "grant_type", "client_credentials") }},
		{"Device sign-in", func(h *Hop) bool { return strings.HasPrefix(h.Path(), "/device") || has(h, "grant_type", deviceGrant) }},
		{"Token exchange", func(h *Hop) bool { return has(h, "grant_type", exchangeGrant) }},
		{"Refresh", func(h *Hop) bool { return has(h, "grant_type", "refresh_token") }},
		{"Sign-out", func(h *Hop) bool {
			return strings.HasPrefix(h.Path(), "/logout") || h.Path() == "/backchannel-logout"
		}},
		{"Your account", func(h *Hop) bool { return strings.HasPrefix(h.Path(), "/account") }},
	} {
		if slices.ContainsFunc(f.Hops, kind.is) {
			return kind.title
		}
	}
	return ""
}

// Terms returns the OAuth terms that are shown beside the title.
func (f Flow) Terms() string {
	var terms []string
	for _, t := range []struct{ term, name, value string }{
		{"authorization code", "response_type", "code"},
		{"PKCE", "code_challenge_method", "S256"},
		{"PAR", "request_uri", ""},
		{"client credentials", "grant_type", "client_credentials"},
		{"device authorization", "grant_type", deviceGrant},
		{"token exchange", "grant_type", exchangeGrant},
		{"refresh", "grant_type", "refresh_token"},
	} {
		if slices.ContainsFunc(f.Hops, func(h *Hop) bool {
			return t.value != "" && has(h, t.name, t.value) || t.value == "" && hasName(h, t.name)
		}) {
			terms = append(terms, t.term)
		}
	}
	return strings.Join(terms, ", ")
}

// User returns the username of the user who signed in, if a token or a response contains it. The
// input of the sign-in form is not recorded.
func (f Flow) User() string {
	for _, h := range f.Hops {
		values := h.Values()
		if v := valueOf(values, "preferred_username"); v != "" {
			return v
		}
		for _, p := range values {
			if p.JWT == nil {
				continue
			}
			if v := valueOf(p.JWT.Claims, "preferred_username"); v != "" {
				return v
			}
		}
	}
	return ""
}

// Checks returns the numbers of checks that passed and that failed.
func (f Flow) Checks() (passed, failed int) {
	for _, h := range f.Hops {
		n := len(h.Failures())
		passed, failed = passed+len(h.Checks)-n, failed+n
	}
	return passed, failed
}

// Refused returns the number of refused messages.
func (f Flow) Refused() int {
	n := 0
	for _, h := range f.Hops {
		if h.Refused() {
			n++
		}
	}
	return n
}

func has(h *Hop, name, value string) bool {
	return slices.ContainsFunc(h.Params, func(p trace.Param) bool { return p.Name == name && p.Value == value })
}

func hasName(h *Hop, name string) bool {
	return slices.ContainsFunc(h.Params, func(p trace.Param) bool { return p.Name == name })
}

func valueOf(params []trace.Param, name string) string {
	for _, p := range params {
		if p.Name == name && p.Value != "" {
			return p.Value
		}
	}
	return ""
}
