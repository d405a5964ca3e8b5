package issuertest

import (
	"encoding/base64"

	"github.com/golang-jwt/jwt/v5"

	"quartet.example/shared/oauth"
)

// LogoutToken is a good logout token for the session of every ID token (OIDC
// Back-Channel Logout §2.4), after change has had its way with it.
func (i *Issuer) LogoutToken(change func(header map[string]any, claims jwt.MapClaims)) string {
	i.mu.Lock()
	defer i.mu.Unlock()
	claims := jwt.MapClaims{
		"iss": i.URL, "aud": i.ClientID, "iat": i.now().Unix(), "exp": i.now().Add(2 * 60e9).Unix(), "jti": oauth.NewSecret(),
		"sub": "alice", "sid": "op-session", "events": map[string]any{"http://schemas.openid.net/event/backchannel-logout": map[string]any{}},
	}
	token := jwt.NewWithClaims(jwt.SigningMethodRS256, claims)
	token.Header["kid"], token.Header["typ"] = i.keys[0].id, "logout+jwt"
	if change != nil {
		change(token.Header, claims)
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

// SignRaw signs whatever is given as header and payload, JSON or not.
func (i *Issuer) SignRaw(header, payload string) string {
	i.mu.Lock()
	defer i.mu.Unlock()
	text := base64.RawURLEncoding.EncodeToString([]byte(header)) + "." + base64.RawURLEncoding.EncodeToString([]byte(payload))
	signature, err := jwt.SigningMethodRS256.Sign(text, i.keys[0].private)
	if err != nil {
		panic(err)
	}
	return text + "." + base64.RawURLEncoding.EncodeToString(signature)
}
