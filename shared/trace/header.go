package trace

import (
	"encoding/base64"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// headers records headers, sorted by name, except those that are irrelevant for OAuth. Cookies are
// recorded as parameters, by cookies and setCookies.
func (r *Recorder) headers(h http.Header) []Param {
	names := sortedNames(h)
	params := make([]Param, 0, len(names))
	for _, name := range names {
		for _, value := range h[name] {
			if len(params) < maxParams {
				params = append(params, r.header(name, value)...)
			}
		}
	}
	return params
}

func sortedNames(h http.Header) []string {
	names := make([]string, 0, len(h))
	for name := range h {
		if !isNoise(name) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

func (r *Recorder) header(name, value string) []Param {
	switch name {
	case "Authorization", "Proxy-Authorization":
		return r.authorization(name, value)
	case "Location", "Referer":
		return []Param{{Name: name, In: InHeader, Class: Public, Value: clip(withoutQuery(value))}}
	}
	return []Param{r.param(InHeader, name, value)}
}

// authorization records the scheme, and the credentials masked: a token with its fingerprint (RFC
// 6750 §2.1), or the client_id and its masked secret (RFC 6749 §2.3.1).
func (r *Recorder) authorization(name, value string) []Param {
	scheme, rest, found := strings.Cut(value, " ")
	if !found {
		return []Param{{Name: name, In: InHeader, Class: Secret, Masked: true, Len: len(value)}}
	}
	p := Param{Name: name, In: InHeader, Class: Secret, Masked: true, Len: len(rest)}
	switch strings.ToLower(scheme) {
	case "bearer", "dpop":
		token := r.param(InHeader, "access_token", strings.TrimSpace(rest))
		p.Class, p.Print, p.Derived, p.JWT, p.Attrs = Credential, token.Print, token.Derived, token.JWT, scheme
	case "session": // the session of a mobile app at the client (ADR 0020)
		id := r.param(InHeader, "session", strings.TrimSpace(rest))
		p.Class, p.Print, p.Attrs = id.Class, r.fingerprint(strings.TrimSpace(rest)), scheme
	case "basic":
		p.Attrs = scheme
		return append([]Param{p}, r.basic(rest)...)
	}
	return []Param{p}
}

func (r *Recorder) basic(encoded string) []Param {
	raw, err := base64.StdEncoding.DecodeString(strings.TrimSpace(encoded))
	if err != nil {
		return nil
	}
	id, secret, found := strings.Cut(string(raw), ":")
	if !found { // not in the form of RFC 7617 §2, so all of it may be a secret
		return nil
	}
	return []Param{
		r.param(InHeader, "client_id", unescape(id)),
		r.param(InHeader, "client_secret", unescape(secret)),
	}
}

// cookies records the cookies of a request, masked (RFC 6265 §4.2).
func (r *Recorder) cookies(h http.Header) []Param {
	var params []Param
	for _, line := range h["Cookie"] {
		for pair := range strings.SplitSeq(line, ";") {
			name, value, _ := strings.Cut(strings.TrimSpace(pair), "=")
			if name != "" && len(params) < maxParams {
				params = append(params, r.param(InCookie, name, value))
			}
		}
	}
	return params
}

// setCookies records name and attributes of the cookies that a response sets, with masked values
// (RFC 6265 §4.1).
func (r *Recorder) setCookies(h http.Header) []Param {
	var params []Param
	for _, line := range h["Set-Cookie"] {
		pair, attrs, _ := strings.Cut(line, ";")
		name, value, _ := strings.Cut(strings.TrimSpace(pair), "=")
		if len(params) == maxParams {
			break
		}
		p := r.param(InSetCookie, name, value)
		p.Attrs = clip(strings.TrimSpace(attrs))
		params = append(params, p)
	}
	return params
}

// location records the parameters in query and fragment of a redirect (RFC 6749 §4.1.2).
func (r *Recorder) location(h http.Header) []Param {
	raw := h.Get("Location")
	if raw == "" {
		return nil
	}
	u, err := url.Parse(raw)
	if err != nil {
		return nil
	}
	return append(r.form(InLocation, u.RawQuery), r.form(InFragment, u.EscapedFragment())...)
}

// isNoise reports whether a header is left out: one that no role reads, or that is recorded
// elsewhere.
func isNoise(name string) bool {
	switch name {
	case "Cookie", "Set-Cookie",
		"Accept-Encoding", "Accept-Language", "Connection", "Content-Length", "Date", "Dnt", "Priority", "Pragma", "Purpose",
		"If-None-Match", "If-Modified-Since", "Etag", "Last-Modified",
		"Upgrade-Insecure-Requests", "Te", "Sec-Gpc", "Keep-Alive", "Transfer-Encoding":
		return true
	}
	return strings.HasPrefix(name, "Sec-Ch-")
}
