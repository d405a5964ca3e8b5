package proxy

import (
	"context"
	"net/http"
	"net/url"
	"regexp"
	"strings"

	"quartet.example/client/internal/checks"
)

// plainQuery is the query, parsed and written again.
func plainQuery(ctx context.Context, u *url.URL) (string, error) {
	values, err := url.ParseQuery(u.RawQuery)
	if err != nil {
		return "", checks.ProxyQuery.Fail(ctx, err)
	}
	return values.Encode(), checks.ProxyQuery.Require(ctx, true)
}

// point turns the addresses of an answer, which are the resource server's, into
// ours. Those that are not on it, or not plain, stay behind.
func (c *Caller) point(to, from http.Header) {
	if dropped := ofConnection(from); !dropped["Location"] {
		if ours := c.ours(from.Get("Location")); ours != "" {
			to.Set("Location", ours)
		}
	}
	if links := c.links(from.Values("Link")); links != "" {
		to.Set("Link", links)
	}
}

// ours is the address under /api/ of an address of the resource server: a whole
// one, or an absolute path on it. It is "" for any other.
func (c *Caller) ours(address string) string {
	rest := strings.TrimPrefix(address, strings.TrimSuffix(c.API.String(), "/"))
	path, rawQuery, _ := strings.Cut(rest, "?")
	query, err := url.ParseQuery(rawQuery)
	if err != nil || !IsPlain(path) {
		return ""
	}
	if len(query) == 0 {
		return prefix + path
	}
	return prefix + path + "?" + query.Encode()
}

// links is the Link field (RFC 8288 §3) with targets of ours: those of the next
// and the previous page, and nothing that a browser would fetch by itself.
func (c *Caller) links(lines []string) string {
	var kept []string
	for _, m := range link.FindAllStringSubmatch(strings.Join(lines, ", "), -1) {
		if ours := c.ours(m[1]); ours != "" {
			kept = append(kept, "<"+ours+`>; rel="`+strings.ToLower(m[2])+`"`)
		}
	}
	return strings.Join(kept, ", ")
}

// link is one link of a page of a list; other parameters than rel are not kept.
var link = regexp.MustCompile(`<([^<>"\s]*)>\s*;\s*(?i:rel)\s*=\s*"?((?i:next|prev|first|last|self))"?\s*(?:[,;]|$)`)
