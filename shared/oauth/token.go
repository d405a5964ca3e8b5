package oauth

// TokenResponse is a successful answer of the token endpoint (RFC 6749 §5.1,
// OIDC Core §3.1.3.3).
type TokenResponse struct {
	AccessToken  string `json:"access_token"`
	TokenType    string `json:"token_type"`
	ExpiresIn    int64  `json:"expires_in"` // seconds
	RefreshToken string `json:"refresh_token,omitempty"`
	Scope        string `json:"scope,omitempty"`
	IDToken      string `json:"id_token,omitempty"`

	IssuedTokenType string `json:"issued_token_type,omitempty"` // RFC 8693 §2.2.1
}

// DeviceAuthorization is the answer of the device authorization endpoint (RFC
// 8628 §3.2).
type DeviceAuthorization struct {
	DeviceCode              string `json:"device_code"`
	UserCode                string `json:"user_code"`
	VerificationURI         string `json:"verification_uri"`
	VerificationURIComplete string `json:"verification_uri_complete"`
	ExpiresIn               int64  `json:"expires_in"` // seconds
	Interval                int64  `json:"interval"`   // seconds between two polls
}

// Actor is act: who acts for the subject of a token; the inner one acted before
// (RFC 8693 §4.1). As may_act it says who may (§4.4).
type Actor struct {
	Subject string `json:"sub"`
	Actor   *Actor `json:"act,omitempty"`
}

// The token types: a bearer token is its holder's (RFC 6750), the other kind is
// the key's that it is bound to (RFC 9449 §5).
const (
	TokenTypeBearer = "Bearer"
	TokenTypeDPoP   = "DPoP"
)

// Confirmation is cnf: the key whose possession the holder of a token must prove
// (RFC 7800 §3.1). JKT is its thumbprint (RFC 9449 §6.1, RFC 7638).
type Confirmation struct {
	JKT string `json:"jkt,omitempty"`
}

// Introspection is what the authorization server says of a token (RFC 7662
// §2.2). For a token that is not active every other member is empty.
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
	GrantType    string        `json:"gty,omitempty"` // that of the token (private member)
}
