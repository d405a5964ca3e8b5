package fault

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"

	"quartet.example/authserver/controlapi"
)

// content is what a response has.
type content struct {
	response *buffer

	params   url.Values                 // of an authorization response; nil for other responses
	location *url.URL                   // of an authorization response by redirect; nil for a form
	members  map[string]json.RawMessage // of a JSON response to a request that succeeded; else nil
	signed   bool                       // a signed response: its body is a JWT
	keys     bool                       // a JWK Set

	transaction, requestURI string // handles to remember

	changed bool
}

// read reads a response.
func read(s sighting, issuer string, b *buffer) *content {
	c := &content{response: b}
	switch {
	case s.endpoint == controlapi.Authorize && b.status == http.StatusSeeOther:
		c.readRedirect(issuer)
	case s.endpoint == controlapi.Authorize:
		c.params = parametersOf(b.body.Bytes())
	case b.status >= 300 || b.body.Len() == 0: // an error, or the response to HEAD
	case b.Header().Get("Content-Type") == "application/jwt":
		c.signed = true
	case strings.Contains(b.Header().Get("Content-Type"), "json"):
		if json.Unmarshal(b.body.Bytes(), &c.members) == nil {
			c.keys = s.endpoint == controlapi.JWKS
			c.requestURI = text(c.members["request_uri"])
		}
	}
	return c
}

// readRedirect reads an authorization response (RFC 6749 §4.1.2), or a redirect to the page that
// continues the request.
func (c *content) readRedirect(issuer string) {
	to, err := url.Parse(c.response.Header().Get("Location"))
	if err != nil {
		return
	}
	query := to.Query()
	if strings.HasPrefix(to.String(), issuer+"/") && query.Has("transaction") {
		c.transaction = query.Get("transaction")
		return
	}
	if isResponse(query) {
		c.params, c.location = query, to
	}
}

// isResponse reports whether these are the parameters of an authorization response of this server, which
// always has iss (RFC 9207 §2).
func isResponse(p url.Values) bool { return p.Has("iss") && (p.Has("code") || p.Has("error")) }

// has reports whether the response has what the fault changes.
func (c *content) has(f controlapi.Fault) bool {
	switch {
	case f.Issuer != nil || f.Endpoint == controlapi.Authorize:
		return c.params != nil
	case f.StaleJWKS:
		return c.keys
	case f.IDToken != nil:
		return c.members["id_token"] != nil
	}
	return c.members != nil || c.signed
}

// text returns the string in JSON, or "".
func text(raw json.RawMessage) string {
	var s string
	_ = json.Unmarshal(raw, &s)
	return s
}
