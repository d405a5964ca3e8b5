package mint

import (
	"crypto"
	_ "crypto/sha256" // for at_hash of the 256 algs
	_ "crypto/sha512" // and of EdDSA
	"encoding/base64"
	"fmt"
	"strings"

	"github.com/golang-jwt/jwt/v5"

	"quartet.example/authserver/internal/core"
)

// DefaultIDTokenAlg signs ID tokens unless the client registered another
// (OIDC Registration §2, id_token_signed_response_alg).
const DefaultIDTokenAlg = "RS256"

// idTokenClaims is the payload of an ID token (OIDC Core §2).
type idTokenClaims struct {
	jwt.RegisteredClaims          // iss, sub, aud, exp, iat
	AuthTime             int64    `json:"auth_time,omitempty"`
	Nonce                string   `json:"nonce,omitempty"`
	AccessTokenHash      string   `json:"at_hash,omitempty"`
	SessionID            string   `json:"sid,omitempty"` // OIDC Back-Channel Logout §2.1
	ACR                  string   `json:"acr,omitempty"`
	AMR                  []string `json:"amr,omitempty"`
	AuthorizedParty      string   `json:"azp,omitempty"`
}

// IDToken makes the ID token that goes with the access token at the end of an
// authorization code flow (OIDC Core §3.1.3.6).
func (m *Minter) IDToken(grant *core.Grant, client *core.Client, accessToken string) (string, error) {
	return m.idToken(grant, client, accessToken, grant.Nonce)
}

// RefreshedIDToken makes one at a refresh: same iss, sub, aud, auth_time and
// azp; no nonce, since no authorization request asked for it (OIDC Core §12.2).
func (m *Minter) RefreshedIDToken(grant *core.Grant, client *core.Client, accessToken string) (string, error) {
	return m.idToken(grant, client, accessToken, "")
}

func (m *Minter) idToken(grant *core.Grant, client *core.Client, accessToken, nonce string) (string, error) {
	alg := client.IDTokenAlg
	if alg == "" {
		alg = DefaultIDTokenAlg
	}
	key, err := m.Keys.IDTokenKey(alg)
	if err != nil {
		return "", fmt.Errorf("mint ID token: %w", err)
	}
	now := m.Now()
	claims := &idTokenClaims{
		RegisteredClaims: jwt.RegisteredClaims{
			Issuer: m.Issuer, Subject: grant.Subject, Audience: jwt.ClaimStrings{client.ID},
			IssuedAt: jwt.NewNumericDate(now), ExpiresAt: jwt.NewNumericDate(now.Add(m.IDTokenTTL)),
		},
		AuthTime: grant.AuthTime.Unix(), Nonce: nonce, AccessTokenHash: accessTokenHash(alg, accessToken),
		SessionID: grant.SessionID, ACR: grant.ACR, AMR: grant.AMR, AuthorizedParty: client.ID,
	}
	token := jwt.Token{
		Header: map[string]any{"typ": "JWT", "alg": key.Method.Alg(), "kid": key.ID},
		Claims: claims, Method: key.Method,
	}
	signed, err := token.SignedString(key.Signer)
	if err != nil {
		return "", fmt.Errorf("mint ID token: %w", err)
	}
	return signed, nil
}

// accessTokenHash is the left half of the hash that the alg uses (OIDC Core §3.1.3.6).
func accessTokenHash(alg, accessToken string) string {
	hash := crypto.SHA256
	switch {
	case alg == "EdDSA" || strings.HasSuffix(alg, "512"): // Ed25519 uses SHA-512 (RFC 8032 §5.1)
		hash = crypto.SHA512
	case strings.HasSuffix(alg, "384"):
		hash = crypto.SHA384
	}
	h := hash.New()
	h.Write([]byte(accessToken))
	sum := h.Sum(nil)
	return base64.RawURLEncoding.EncodeToString(sum[:len(sum)/2])
}
