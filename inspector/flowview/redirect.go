package flowview

import (
	"net/url"
	"slices"

	"quartet.example/inspector/flow"
	"quartet.example/shared/trace"
)

// Redirect is a response that sends the browser to another address (RFC 6749 §1.7). Its values pass
// through the browser.
type Redirect struct {
	Status  int
	Target  string        // address without query and fragment
	Values  []trace.Param // in the query or in the fragment of the address
	Visible []string      // who can see the values
	Follow  *flow.Hop     // the request that the browser then made, or nil
}

// Who can see the values of a redirect. A fragment is not sent to the server (RFC 9110 §4.2.5), so it
// is in no access log and no Referer header.
var (
	seeQuery    = []string{"the user", "browser extensions", "the browser's history", "the Referer header", "access logs"}
	seeFragment = []string{"the user", "browser extensions", "the browser's history", "scripts of the page"}
)

// redirectOf returns the redirect in the response to h, or nil.
func redirectOf(h *flow.Hop, in flow.Flow) *Redirect {
	if h.Channel != trace.Front || h.From != trace.Browser || h.Status < 300 || h.Status > 399 || h.Answer == nil {
		return nil
	}
	r := &Redirect{Status: h.Status, Visible: seeQuery}
	for _, p := range h.Answer.Headers {
		if p.Name == "Location" {
			r.Target = p.Value
		}
	}
	for _, p := range h.Answer.Params {
		if p.In == trace.InLocation || p.In == trace.InFragment {
			r.Values = append(r.Values, p)
		}
		if p.In == trace.InFragment {
			r.Visible = seeFragment
		}
	}
	if r.Target == "" {
		return nil
	}
	r.Follow = followed(h, r.Target, in)
	return r
}

// followed returns the next request of the browser after h, if it is to target.
func followed(h *flow.Hop, target string, in flow.Flow) *flow.Hop {
	i := slices.IndexFunc(in.Hops, func(other *flow.Hop) bool { return other.First == h.First })
	for _, next := range in.Hops[i+1:] {
		if next.From != trace.Browser {
			continue
		}
		if pathOf(target) == next.Path() {
			return next
		}
		return nil
	}
	return nil
}

func pathOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	if u.Path == "" {
		return "/"
	}
	return u.EscapedPath()
}
