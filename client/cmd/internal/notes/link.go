package notes

import (
	"fmt"
	"net/url"
	"regexp"
	"strings"
)

// link is one link of a Link header with its relation (RFC 8288 §3); a server may
// write more than we read here.
var link = regexp.MustCompile(`<([^<>]*)>[^<]*;\s*rel="?next"?`)

// nextPage is the address of the page after the one at address, "" for none. The
// token goes along, so it must be on the same server.
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
		return "", fmt.Errorf("the next page is on %s: the token is not for it", next.Host)
	}
	return next.String(), nil
}
