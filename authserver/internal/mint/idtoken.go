package mint

import (
	"cmp"
	"context"
	"crypto"
	_ "crypto/sha256" // for at_hash with ES256 and RS256
	_ "crypto/sha512" // and with EdDSA
	"encoding/base64"
	"fmt"
	"strings"

	"quartet.example/authserver/internal/claims"
	"quartet.example/authserver/internal/core"
	"quartet.example/shared/jose"
)

// DefaultIDTokenAlg signs ID tokens unless the client registered for another algorithm (OIDC
// Registration §2, id_token_signed_response_alg).
const DefaultIDTokenAlg = "RS256"

// idTokenClaims is the payload of an ID token (OIDC Core §2).
type idTokenClaims struct {
	jose.Claims              // iss, sub, exp, iat
	Audience        string   `json:"aud"` // a string, because there is one (OIDC Core §2)
	AuthTime        int64    `json:"auth_time,omitempty"`
	Nonce           string   `json:"nonce,omitempty"`
	AccessTokenHash string   `json:"at_hash,omitempty"`
	SessionID       string   `json:"sid,omitempty"` // OIDC Back-Channel Logout §2.1
	ACR             string   `json:"acr,omitempty"`
	AMR             []string `json:"amr,omitempty"`

	// User has the claims about the user. They are written beside the others. None of them has the
	// name of one above: the seed file refuses those, and a repeated name cannot be signed.
	User map[string]any `json:",embed"`
}

// IDToken signs the ID token of an authorization code flow. Its at_hash binds it to the access
// token that is issued with it (OIDC Core §3.1.3.6).
func (m *Minter) IDToken(ctx context.Context, grant *core.Grant, client *core.Client, accessToken string) (string, error) {
	return m.idToken(ctx, grant, client, accessToken, grant.Nonce)
}

// RefreshedIDToken signs an ID token at a refresh. It has the same iss, sub, aud and auth_time
// as the first one, but no nonce, because no authorization request led to it (OIDC Core §12.2).
func (m *Minter) RefreshedIDToken(ctx context.Context, grant *core.Grant, client *core.Client, accessToken string) (string, error) {
	return m.idToken(ctx, grant, client, accessToken, "")
}

func (m *Minter) idToken(ctx context.Context, grant *core.Grant, client *core.Client, accessToken, nonce string) (string, error) {
	now, alg := m.Now(), cmp.Or(client.IDTokenAlg, DefaultIDTokenAlg)
	user, err := m.about(grant.Subject, grant.Scope, claims.IDToken, grant.Claims.IDToken...)
	if err != nil {
		return "", err
	}
	token := &idTokenClaims{
		Claims: jose.Claims{
			Issuer: m.Issuer, Subject: grant.Subject,
			IssuedAt: jose.NewTime(now), ExpiresAt: jose.NewTime(now.Add(m.IDTokenTTL)),
		},
		Audience: client.ID, Nonce: nonce, AccessTokenHash: accessTokenHash(alg, accessToken),
		SessionID: grant.SessionID, ACR: grant.ACR, AMR: grant.AMR, User: user,
	}
	if !grant.AuthTime.IsZero() {
		token.AuthTime = grant.AuthTime.Unix()
	}
	signed, err := m.sign(ctx, alg, "JWT", token)
	if err != nil {
		return "", fmt.Errorf("mint ID token: %w", err)
	}
	return signed, nil
}

// accessTokenHash is the left half of the hash of the access token, with the hash function of
// the algorithm (OIDC Core §3.1.3.6). Without an access token it is empty.
func accessTokenHash(alg, accessToken string) string {
	if accessToken == "" {
		return ""
	}
	hash := crypto.SHA256
	switch {
	case jose.IsSameAlgorithm(alg, jose.EdDSA) || strings.HasSuffix(alg, "512"): // Ed25519 uses SHA-512 (RFC 8032 §5.1)
		hash = crypto.SHA512
	case strings.HasSuffix(alg, "384"):
		hash = crypto.SHA384
	}
	h := hash.New()
	h.Write([]byte(accessToken))
	sum := h.Sum(nil)
	return base64.RawURLEncoding.EncodeToString(sum[:len(sum)/2])
}
