package proxy

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
)

// point changes the addresses in an answer that are below the base URL of the API into
// addresses below /api. It removes all others: the browser cannot reach internal
// addresses, and an API that was taken over must not send it to another site.
func point(to http.Header, from *answer, api *url.URL) {
	dropped := ofConnection(from.Header)
	at := from.Request.URL
	if !dropped["Location"] {
		if ours := ours(api, at, from.Header.Get("Location")); ours != "" {
			to.Set("Location", ours)
		}
	}
	if !dropped["Link"] {
		if links := links(api, at, from.Header.Values("Link")); links != "" {
			to.Set("Link", links)
		}
	}
}

// ours returns the path below /api of a reference in an answer to a request for at
// (RFC 9110 §10.2.2, RFC 3986 §5.2). It is "" for an address that is not below the
// base URL of the API, and for one that could be read in two ways. Path and query
// stay as they were sent.
func ours(api, at *url.URL, reference string) string {
	if reference == "" {
		return ""
	}
	address, err := url.Parse(reference)
	if err != nil || address.User != nil || address.Opaque != "" || wellFormed(address.RawQuery) != nil {
		return ""
	}
	full := at.ResolveReference(address)
	path, below := belowBase(api, full)
	if !below || !IsUnambiguous(strings.TrimSuffix(path, "/")) {
		return ""
	}
	rest := &url.URL{RawQuery: full.RawQuery, ForceQuery: full.ForceQuery, Fragment: full.Fragment, RawFragment: full.RawFragment}
	return prefix + path + rest.String()
}

// belowBase is the escaped path of an address after the base URL of the API, and
// whether the address is below it at all.
func belowBase(api, u *url.URL) (string, bool) {
	base := strings.TrimSuffix(api.EscapedPath(), "/")
	rest, below := strings.CutPrefix(escapedPath(u), base)
	return rest, below && strings.HasPrefix(rest, "/") && strings.EqualFold(u.Scheme, api.Scheme) && strings.EqualFold(u.Host, api.Host)
}

// links returns the Link field (RFC 8288 §3) with those links that point below /api and lead to
// another page of a list. Links that a browser would fetch by itself are removed.
func links(api, at *url.URL, lines []string) string {
	var kept []string
	for _, m := range link.FindAllStringSubmatch(strings.Join(lines, ", "), -1) {
		if ours := ours(api, at, m[1]); ours != "" {
			kept = append(kept, "<"+ours+`>; rel="`+strings.ToLower(m[2])+`"`)
		}
	}
	return strings.Join(kept, ", ")
}

// link matches one link of a paginated list. Parameters other than rel are removed.
var link = regexp.MustCompile(`<([^<>"\s]*)>\s*;\s*(?i:rel)\s*=\s*"?((?i:next|prev|first|last|self))"?\s*(?:[,;]|$)`)
