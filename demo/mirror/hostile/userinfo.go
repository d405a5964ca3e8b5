package hostile

import (
	"maps"
	"net/http"
	"strings"
)

// userinfo answers requests with an access token of this provider. It does not verify proofs (RFC 9449):
// package clientcheck does.
func (p *Provider) userinfo(w http.ResponseWriter, r *http.Request) {
	_, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if !p.tokens[token] {
		w.Header().Set("WWW-Authenticate", "Bearer")
		p.refuse(w, r, Userinfo, http.StatusUnauthorized, "invalid_token", "the access token is unknown")
		return
	}
	claims := maps.Clone(User)
	if p.conduct.Userinfo != nil {
		p.conduct.Userinfo(claims)
		p.applied = true
	}
	p.record(Userinfo, r, "")
	reply(w, http.StatusOK, claims)
}
