package oauth

// TokenResponse is a successful response of the token endpoint (RFC 6749 §5.1, OIDC Core
// §3.1.3.3).
type TokenResponse struct {
	AccessToken  string `json:"access_token"`
	TokenType    string `json:"token_type"`
	ExpiresIn    int64  `json:"expires_in"` // seconds
	RefreshToken string `json:"refresh_token,omitempty"`
	Scope        string `json:"scope,omitempty"`
	IDToken      string `json:"id_token,omitempty"`

	IssuedTokenType string `json:"issued_token_type,omitempty"` // RFC 8693 §2.2.1
}

// DeviceAuthorization is the response of the device authorization endpoint (RFC 8628 §3.2).
type DeviceAuthorization struct {
	DeviceCode              string `json:"device_code"`
	UserCode                string `json:"user_code"`
	VerificationURI         string `json:"verification_uri"`
	VerificationURIComplete string `json:"verification_uri_complete"`
	ExpiresIn               int64  `json:"expires_in"` // seconds
	Interval                int64  `json:"interval"`   // seconds between two polls
}

// Actor is the claim act: who acts on behalf of the token's subject. Its own Actor is the previous
// one in a chain of exchanges (RFC 8693 §4.1). The claim may_act has the same form and says who is
// allowed to act (§4.4).
type Actor struct {
	Subject string `json:"sub"`
	Actor   *Actor `json:"act,omitempty"`
}

// The token types. Whoever holds a bearer token can use it (RFC 6750). A DPoP token can be used
// only with the private key that it is bound to (RFC 9449 §5).
const (
	TokenTypeBearer = "Bearer"
	TokenTypeDPoP   = "DPoP"
)

// Confirmation is the claim cnf, which binds a token to a key (RFC 7800 §3.1). JKT is the
// thumbprint of that key (RFC 9449 §6.1, RFC 7638).
type Confirmation struct {
	JKT string `json:"jkt,omitempty"`
}

// Introspection is an introspection response (RFC 7662 §2.2). For a token that is not active,
// every other member is empty.
type Introspection struct {
	Active    bool     `json:"active"`
	Scope     string   `json:"scope,omitempty"`
	ClientID  string   `json:"client_id,omitempty"`
	Username  string   `json:"username,omitempty"`
	TokenType string   `json:"token_type,omitempty"`
	Expiry    int64    `json:"exp,omitempty"` // seconds since the epoch
	IssuedAt  int64    `json:"iat,omitempty"`
	NotBefore int64    `json:"nbf,omitempty"`
	Subject   string   `json:"sub,omitempty"`
	Audience  []string `json:"aud,omitempty"`
	Issuer    string   `json:"iss,omitempty"`
	JWTID     string   `json:"jti,omitempty"`

	Confirmation *Confirmation `json:"cnf,omitempty"` // RFC 9449 §6.2
	ACR          string        `json:"acr,omitempty"` // RFC 9470 §6.2
	AuthTime     int64         `json:"auth_time,omitempty"`
	Actor        *Actor        `json:"act,omitempty"` // RFC 8693 §4.1
	GrantType    string        `json:"gty,omitempty"` // grant type with which the token was issued; not registered in an RFC
}
