package hostile

import (
	"cmp"
	"net/http"
	"net/url"

	"quartet.example/shared/oauth"
)

// grant is what a code stands for.
type grant struct {
	challenge, redirectURI, nonce, scope string
	used                                 bool
}

// Authorize answers an authorization request as if the user had agreed, and returns the parameters of the
// response. It does not check the request: package clientcheck does.
func (p *Provider) Authorize(request url.Values) url.Values {
	p.mu.Lock()
	defer p.mu.Unlock()
	code := oauth.NewSecret()
	p.grants[code] = &grant{
		challenge: request.Get("code_challenge"), redirectURI: request.Get("redirect_uri"), nonce: request.Get("nonce"), scope: request.Get("scope"),
	}
	response := url.Values{"code": {code}, "iss": {p.issuer()}}
	if state := request.Get("state"); state != "" {
		response.Set("state", state)
	}
	if p.conduct.Response != nil {
		p.conduct.Response(response)
		p.applied = true
	}
	return response
}

// issuer must be called with the lock.
func (p *Provider) issuer() string {
	if p.conduct.Issuer != "" {
		p.applied = true
	}
	return cmp.Or(p.conduct.Issuer, p.alias, p.Issuer)
}

// visited answers a browser of a person. The checker is a browser of its own, and never requests this.
func (p *Provider) visited(w http.ResponseWriter, _ *http.Request) {
	http.Error(w, "quartet check-client signs in by itself. There is nothing to do here.", http.StatusNotFound)
}
