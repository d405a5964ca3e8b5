package hostile

import (
	"crypto/sha256"
	"encoding/base64"
	"maps"

	"quartet.example/shared/jose/forge"
)

// idToken returns an ID token for the access token (OIDC Core §2, §3.1.3.6).
func (p *Provider) idToken(g *grant, access string) (string, error) {
	now, sum, key := p.Now().Unix(), sha256.Sum256([]byte(access)), p.keys[0]
	claims := maps.Clone(User)
	maps.Copy(claims, map[string]any{
		"iss": p.issuer(), "aud": p.ClientID, "iat": now, "exp": now + 300, "auth_time": now,
		"at_hash": base64.RawURLEncoding.EncodeToString(sum[:len(sum)/2]),
	})
	if g.nonce != "" {
		claims["nonce"] = g.nonce
	}
	if p.conduct.Claims != nil {
		p.conduct.Claims(claims)
		p.applied = true
	}
	token := forge.Token{Header: map[string]any{"alg": key.Algorithm, "kid": key.ID, "typ": "JWT"}, Claims: claims}
	if p.conduct.Sign != nil {
		p.applied = true
		return p.conduct.Sign(token, key)
	}
	return token.Sign(key.Algorithm, key.Signer)
}
