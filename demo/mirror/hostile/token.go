package hostile

import (
	"net/http"
	"slices"
	"strings"

	"quartet.example/shared/dpop"
	"quartet.example/shared/jose/forge"
	"quartet.example/shared/oauth"
)

// token is as strict as an honest server must be: it authenticates the client, and a code is good once,
// with its redirect URI and its verifier.
func (p *Provider) token(w http.ResponseWriter, r *http.Request) {
	if problem := p.authenticate(r); problem != "" {
		p.refuse(w, r, Token, http.StatusUnauthorized, "invalid_client", problem)
		return
	}
	if !p.hasNonce(r) {
		w.Header().Set(dpop.NonceHeader, p.conduct.Nonce)
		p.refuse(w, r, Token, http.StatusBadRequest, "use_dpop_nonce", "the proof needs the nonce of this response")
		return
	}
	g, problem := p.redeem(r)
	if problem != "" {
		p.refuse(w, r, Token, http.StatusBadRequest, "invalid_grant", problem)
		return
	}
	answer, err := p.issue(g, r.Header.Get(dpop.Header) != "")
	if err != nil {
		p.refuse(w, r, Token, http.StatusInternalServerError, "server_error", err.Error())
		return
	}
	p.record(Token, r, "").Tokens = answer
	reply(w, http.StatusOK, answer)
}

// redeem returns the grant of a code or refresh token, or what is wrong with the request.
func (p *Provider) redeem(r *http.Request) (g *grant, problem string) {
	form := r.PostForm
	if g := p.refresh[form.Get("refresh_token")]; g != nil && form.Get("grant_type") == "refresh_token" {
		return g, ""
	}
	g = p.grants[form.Get("code")]
	switch {
	case form.Get("grant_type") != "authorization_code":
		return nil, "grant_type is neither authorization_code nor refresh_token with a known token"
	case g == nil:
		return nil, "the code is unknown"
	case g.used:
		return nil, "the code was used before"
	case form.Get("redirect_uri") != g.redirectURI:
		return nil, "redirect_uri is not that of the authorization request"
	case g.challenge != "" && !oauth.VerifierMatches(form.Get("code_verifier"), g.challenge):
		return nil, "code_verifier does not match the code_challenge of the authorization request"
	}
	g.used = true
	return g, ""
}

// issue returns the token response, with an ID token if the client asked for openid.
func (p *Provider) issue(g *grant, bound bool) (map[string]any, error) {
	access, refresh := oauth.NewSecret(), oauth.NewSecret()
	p.tokens[access] = true
	p.refresh[refresh] = &grant{scope: g.scope}
	answer := map[string]any{"access_token": access, "token_type": oauth.TokenTypeBearer, "expires_in": 300, "refresh_token": refresh, "scope": g.scope}
	if bound {
		answer["token_type"] = oauth.TokenTypeDPoP
	}
	if slices.Contains(strings.Fields(g.scope), "openid") {
		token, err := p.idToken(g, access)
		if err != nil {
			return nil, err
		}
		answer["id_token"] = token
	}
	if p.conduct.Tokens != nil {
		p.conduct.Tokens(answer)
		p.applied = true
	}
	return answer, nil
}

// hasNonce reports whether a proof has the nonce that the conduct asks for, if it asks for one.
func (p *Provider) hasNonce(r *http.Request) bool {
	proof := r.Header.Get(dpop.Header)
	if p.conduct.Nonce == "" || proof == "" {
		return true
	}
	p.applied = true
	token, err := forge.Parse(proof)
	return err == nil && token.Claims["nonce"] == p.conduct.Nonce
}
