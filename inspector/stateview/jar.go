package stateview

import (
	"cmp"
	"net/http"
	"slices"
	"strings"
	"time"

	"quartet.example/inspector/flow"
	"quartet.example/shared/trace"
	"quartet.example/shared/trace/state"
)

// cookie is a cookie that the browser keeps, as far as the messages show it.
type cookie struct {
	host       string
	value      trace.Param // masked; its name is that of the cookie
	attributes string
	set, sent  time.Time // zero: not recorded
	ends       time.Time // zero: when the browser closes
	kept       bool      // it was set in the recording, so attributes and ends are known
}

// jar has the cookies in the order in which they appeared. Several browsers can have a cookie with the
// same name, with different values.
type jar []*cookie

// cookies returns a section for each host with the cookies that the browser keeps for it.
func cookies(hops []*flow.Hop, now time.Time) []state.Section {
	var j jar
	for _, h := range hops {
		if h.From == trace.Browser {
			j.take(h)
		}
	}
	j = slices.DeleteFunc(j, func(c *cookie) bool { return !c.ends.IsZero() && !now.Before(c.ends) })
	slices.SortStableFunc(j, func(a, b *cookie) int { return cmp.Compare(a.host, b.host) })
	sections := []state.Section{}
	for _, c := range j {
		if last := len(sections) - 1; last < 0 || sections[last].ID != cookiesOf+c.host {
			sections = append(sections, state.Section{ID: cookiesOf + c.host, Name: "Cookies for " + c.host})
		}
		s := &sections[len(sections)-1]
		if len(s.Items) == state.MaxItems {
			s.More++
			continue
		}
		s.Items = append(s.Items, c.item())
	}
	return explained(sections)
}

// cookiesOf is the beginning of the id of a section of cookies.
const cookiesOf = "cookies-"

// explained adds to the first section what cookies are shown, or a section without cookies.
func explained(sections []state.Section) []state.Section {
	if len(sections) == 0 {
		return []state.Section{{ID: "cookies", Name: "Cookies"}}
	}
	sections[0].About = "As the servers set and saw them, in the messages that are recorded. Several browsers are not told apart. A cookie that was deleted, or has expired, is left out."
	return sections
}

// item returns the cookie as an item.
func (c *cookie) item() state.Item {
	value := c.value
	ends := state.Until("ends", c.ends)
	if c.ends.IsZero() && c.kept {
		ends = state.Text("ends", "when the browser closes")
	}
	return state.Item{Values: []state.Value{
		{Name: "cookie", Param: &value},
		state.Text("attributes", c.attributes),
		state.Since("set", c.set), state.Since("last sent", c.sent), ends,
	}}
}

// take reads a request of the browser, and the cookies that the response sets (RFC 6265 §5.3, §5.4).
func (j *jar) take(h *flow.Hop) {
	host, _, _ := strings.Cut(h.Host(), ":") // cookies do not depend on the port (RFC 6265 §8.5)
	for _, p := range h.Params {
		if p.In == trace.InCookie {
			j.find(host, p).sent = h.Began
		}
	}
	if h.Answer == nil {
		return
	}
	for _, p := range h.Answer.Params {
		if p.In == trace.InSetCookie {
			j.replace(h, host, p)
		}
	}
}

// find returns the cookie, which it adds if it is new.
func (j *jar) find(host string, p trace.Param) *cookie {
	i := slices.IndexFunc(*j, func(c *cookie) bool { return c.host == host && c.value.Name == p.Name && c.value.Print == p.Print })
	if i >= 0 {
		return (*j)[i]
	}
	c := &cookie{host: host, value: p}
	c.value.In, c.value.Attrs = trace.InCookie, ""
	*j = append(*j, c)
	return c
}

// replace removes the cookie of this name that the request had, and adds the new one unless the response
// deletes the cookie.
func (j *jar) replace(h *flow.Hop, host string, p trace.Param) {
	*j = slices.DeleteFunc(*j, func(c *cookie) bool {
		return c.host == host && c.value.Name == p.Name && slices.ContainsFunc(h.Params, func(old trace.Param) bool {
			return old.In == trace.InCookie && old.Name == p.Name && old.Print == c.value.Print
		})
	})
	attributes, ends, deleted := parsed(p.Attrs, h.Began)
	if deleted {
		return
	}
	c := j.find(host, p)
	c.attributes, c.set, c.ends, c.kept = attributes, h.Began, ends, true
}

// parsed returns the attributes of a cookie without those about its expiry, when it ends, and whether it
// has ended already, which deletes it.
func parsed(attrs string, at time.Time) (rest string, ends time.Time, deleted bool) {
	c, err := http.ParseSetCookie("x=x; " + attrs)
	if err != nil {
		return attrs, time.Time{}, false
	}
	ends = c.Expires
	if c.MaxAge > 0 { // Max-Age has precedence (RFC 6265 §4.1.2.2)
		ends = at.Add(time.Duration(c.MaxAge) * time.Second)
	}
	var kept []string
	for part := range strings.SplitSeq(attrs, ";") {
		name, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(part)), "=")
		if name != "max-age" && name != "expires" && name != "" {
			kept = append(kept, strings.TrimSpace(part))
		}
	}
	return strings.Join(kept, "; "), ends, c.MaxAge < 0 || !ends.IsZero() && !at.Before(ends)
}
