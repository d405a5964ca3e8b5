package notes

import (
	"fmt"
	"net/url"
	"regexp"
	"strings"
)

// link matches a link of a Link header with the relation next (RFC 8288 §3). It supports a part
// of the syntax only.
var link = regexp.MustCompile(`<([^<>]*)>[^<]*;\s*rel="?next"?`)

// nextPage returns the address of the page after the one at address, or "" if there is none. It
// must be on the same server, because the token is sent there.
func nextPage(address string, links []string) (string, error) {
	found := link.FindStringSubmatch(strings.Join(links, ", "))
	if found == nil {
		return "", nil
	}
	here, err := url.Parse(address)
	if err != nil {
		return "", err
	}
	next, err := here.Parse(found[1])
	if err != nil {
		return "", fmt.Errorf("the next page: %w", err)
	}
	if next.Scheme != here.Scheme || next.Host != here.Host {
		return "", fmt.Errorf("the next page is on another server, %s, to which the token must not be sent", next.Host)
	}
	return next.String(), nil
}
