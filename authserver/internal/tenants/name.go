package tenants

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"quartet.example/shared/oauth"
)

// validName matches the names of tenants. A name is a part of URLs and of cookie names.
var validName = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,62}$`)

const wellKnown = "/.well-known/"

// split returns the name in the path of a request, and the path within the issuer of that name. It
// returns "" if the path has no name that a tenant may have.
func (t *Tenants) split(path string) (name, endpoint string) {
	if rest, ok := strings.CutPrefix(path, wellKnown); ok { // RFC 8414 §3.1: the path of the issuer is at the end
		var document string
		document, path, _ = strings.Cut(rest, "/")
		path, endpoint = "/"+path, wellKnown+document
	}
	rest, ok := strings.CutPrefix(path, t.Path+"/")
	if !ok {
		return "", ""
	}
	name, below, _ := strings.Cut(rest, "/")
	switch {
	case !validName.MatchString(name) || slices.Contains(t.reserved, name):
		return "", ""
	case endpoint == "":
		return name, "/" + below
	case below != "": // a well-known document has nothing after the name
		return "", ""
	}
	return name, endpoint
}

// misnamed returns an error if the path is for the control API or the metadata of a tenant whose name no
// tenant can have. The base server knows no such path, and would not say why.
func (t *Tenants) misnamed(path string) error {
	rest, _ := strings.CutPrefix(path, t.Path+"/")
	name, below, _ := strings.Cut(rest, "/")
	if document, ok := strings.CutPrefix(rest, wellKnown[1:]); ok { // RFC 8414 §3.1
		document, name, _ = strings.Cut(document, "/")
		below = wellKnown[1:] + document
	}
	switch {
	case name == "" || !strings.HasPrefix(below, "control/") && !(strings.HasPrefix(below, wellKnown[1:]) && slices.Contains(t.endpoints, "/"+below)):
		return nil
	case slices.Contains(t.reserved, name):
		return oauth.NotFound.With(fmt.Sprintf("no issuer can have the name %q, because it is the beginning of a path of this server", name))
	}
	return oauth.NotFound.With(fmt.Sprintf("no issuer can have the name %q: a name has lower-case letters, digits and hyphens, at most 63", name))
}

// isEndpoint reports whether a request to this path within a tenant makes the tenant.
func (t *Tenants) isEndpoint(path string) bool {
	return slices.Contains(t.endpoints, path) || strings.HasPrefix(path, "/control/")
}

// endpointsOf returns the routes whose first request makes a tenant: all but the home page, health
// checks and the assets of pages.
func endpointsOf(routes []string) []string {
	return slices.DeleteFunc(slices.Clone(routes), func(path string) bool {
		return path == "/" || path == "/livez" || path == "/readyz" || strings.HasPrefix(path, "/assets/")
	})
}

// firstParts returns the first part of each route, such as logout of /logout/confirm.
func firstParts(routes []string) []string {
	parts := []string{"control"} // is reserved also while the base server has no control API
	for _, path := range routes {
		first, _, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
		parts = append(parts, first)
	}
	return parts
}
