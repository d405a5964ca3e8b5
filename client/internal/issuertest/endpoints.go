package issuertest

import (
	"crypto/sha256"
	"encoding/base64"
	"math/big"
	"net/http"
	"net/url"

	"github.com/golang-jwt/jwt/v5"

	"quartet.example/shared/oauth"
)

func (i *Issuer) discovery(w http.ResponseWriter) {
	doc := map[string]any{
		"issuer": i.URL, "authorization_endpoint": i.URL + "/authorize", "token_endpoint": i.URL + "/token",
		"jwks_uri": i.URL + "/jwks", "userinfo_endpoint": i.URL + "/userinfo", "revocation_endpoint": i.URL + "/revoke",
		"end_session_endpoint": i.URL + "/logout", "response_types_supported": []string{"code"},
		"id_token_signing_alg_values_supported":          []string{"RS256", "HS256", "none"},
		"code_challenge_methods_supported":               []string{"S256"},
		"authorization_response_iss_parameter_supported": true,
		"pushed_authorization_request_endpoint":          i.URL + "/par",
		"require_pushed_authorization_requests":          i.RequirePAR,
		"dpop_signing_alg_values_supported":              []string{"ES256"},
	}
	if i.Metadata != nil {
		i.Metadata(doc)
	}
	reply(w, http.StatusOK, doc)
}

func (i *Issuer) jwks(w http.ResponseWriter) {
	var keys []any
	for _, k := range i.keys {
		jwk := map[string]string{
			"kty": "RSA", "use": "sig", "alg": "RS256",
			"n": base64.RawURLEncoding.EncodeToString(k.private.N.Bytes()),
			"e": base64.RawURLEncoding.EncodeToString(big.NewInt(int64(k.private.E)).Bytes()),
		}
		if k.id != "" {
			jwk["kid"] = k.id
		}
		keys = append(keys, jwk)
	}
	var published any = keys
	if i.Publish != nil {
		published = i.Publish(keys)
	}
	reply(w, http.StatusOK, map[string]any{"keys": published})
}

func (i *Issuer) token(w http.ResponseWriter, r *http.Request) {
	if !i.authenticated(r) {
		reply(w, http.StatusUnauthorized, map[string]string{"error": "invalid_client"})
		return
	}
	jkt, problem := i.prove(w, r, "")
	if problem != "" {
		reply(w, http.StatusBadRequest, map[string]string{"error": problem})
		return
	}
	g, ok := i.redeem(r.PostForm)
	if !ok || g.jkt != "" && g.jkt != jkt {
		reply(w, http.StatusBadRequest, map[string]string{"error": "invalid_grant"})
		return
	}
	g.jkt = jkt
	access, refresh := oauth.NewSecret(), oauth.NewSecret()
	i.access[access] = accessToken{i.now().Add(i.Lifetime), jkt}
	i.refresh[refresh] = g
	kind := oauth.TokenTypeBearer
	if jkt != "" {
		kind = oauth.TokenTypeDPoP
	}
	answer := map[string]any{
		"access_token": access, "token_type": kind, "expires_in": int(i.Lifetime.Seconds()),
		"refresh_token": refresh, "scope": g.scope, "id_token": i.idToken(g, access),
	}
	if i.Answer != nil {
		i.Answer(answer)
	}
	reply(w, http.StatusOK, answer)
}

// redeem is strict: a code or refresh token works once.
func (i *Issuer) redeem(form url.Values) (grant, bool) {
	switch form.Get("grant_type") {
	case "authorization_code":
		g, ok := i.codes[form.Get("code")]
		delete(i.codes, form.Get("code"))
		return g, ok && oauth.VerifierMatches(form.Get("code_verifier"), g.challenge) && form.Get("redirect_uri") == g.redirectURI
	case "refresh_token":
		g, ok := i.refresh[form.Get("refresh_token")]
		delete(i.refresh, form.Get("refresh_token"))
		g.nonce = ""
		return g, ok
	}
	return grant{}, false
}

// authenticated is RFC 6749 §2.3.1, both ways.
func (i *Issuer) authenticated(r *http.Request) bool {
	if i.ClientJWKS != "" {
		return i.asserted(r.PostForm) == nil
	}
	id, secret := r.PostForm.Get("client_id"), r.PostForm.Get("client_secret")
	if user, password, ok := r.BasicAuth(); ok {
		id, _ = url.QueryUnescape(user)
		secret, _ = url.QueryUnescape(password)
	}
	return id == i.ClientID && secret == i.ClientSecret
}

func (i *Issuer) idToken(g grant, access string) string {
	sum := sha256.Sum256([]byte(access))
	claims := jwt.MapClaims{
		"iss": i.URL, "sub": "alice", "aud": i.ClientID, "iat": i.now().Unix(), "exp": i.now().Add(i.Lifetime).Unix(),
		"at_hash": base64.RawURLEncoding.EncodeToString(sum[:16]), "sid": "op-session",
	}
	claims["auth_time"] = g.authTime
	if g.acr != "" {
		claims["acr"] = g.acr
	}
	if g.nonce != "" {
		claims["nonce"] = g.nonce
	}
	if i.Claims != nil {
		i.Claims(claims)
	}
	token := jwt.NewWithClaims(jwt.SigningMethodRS256, claims)
	token.Header["kid"] = i.keys[0].id
	if i.Header != nil {
		i.Header(token.Header)
	}
	if i.Sign != nil {
		return i.Sign(token)
	}
	signed, err := token.SignedString(i.keys[0].private)
	if err != nil {
		panic(err)
	}
	return signed
}

func (i *Issuer) userinfo(w http.ResponseWriter, r *http.Request) {
	if challenge := i.allow(w, r); challenge != "" {
		w.Header().Set("WWW-Authenticate", challenge)
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	info := map[string]any{"sub": "alice", "name": "Alice Adams"}
	if i.Userinfo != nil {
		i.Userinfo(info)
	}
	reply(w, http.StatusOK, info)
}

func (i *Issuer) revoke(w http.ResponseWriter, r *http.Request) {
	if !i.authenticated(r) {
		reply(w, http.StatusUnauthorized, map[string]string{"error": "invalid_client"})
		return
	}
	delete(i.refresh, r.PostForm.Get("token"))
	w.WriteHeader(http.StatusOK)
}
