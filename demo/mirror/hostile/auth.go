package hostile

import (
	"net/http"
	"net/url"

	"quartet.example/shared/oauth"
)

// authenticate returns what is wrong with the authentication of the client, or "". A signed assertion
// (RFC 7523) is not verified: the provider has no key of the client.
func (p *Provider) authenticate(r *http.Request) (problem string) {
	id, secret := r.PostForm.Get("client_id"), r.PostForm.Get("client_secret")
	if user, password, ok := r.BasicAuth(); ok { // encoded first (RFC 6749 §2.3.1)
		id, _ = url.QueryUnescape(user)
		secret, _ = url.QueryUnescape(password)
	}
	switch {
	case r.PostForm.Get("client_assertion_type") == oauth.ClientAssertionType:
		return ""
	case id != p.ClientID:
		return "client_id is not the one that check-client was given"
	case secret != p.ClientSecret:
		return "client_secret is not the one that check-client was given"
	}
	return ""
}
