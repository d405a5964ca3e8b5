package oauth

// GrantType is a value of the grant_type parameter (RFC 6749 §4, RFC 7591 §2).
type GrantType string

// The grant types that the authorization server supports.
const (
	AuthorizationCodeGrant GrantType = "authorization_code" // RFC 6749 §4.1
	RefreshTokenGrant      GrantType = "refresh_token"      // RFC 6749 §6
	ClientCredentialsGrant GrantType = "client_credentials" // RFC 6749 §4.4

	DeviceCodeGrant    GrantType = "urn:ietf:params:oauth:grant-type:device_code"    // RFC 8628 §3.4
	TokenExchangeGrant GrantType = "urn:ietf:params:oauth:grant-type:token-exchange" // RFC 8693 §2.1
)

// AccessTokenType identifies an access token in a token exchange (RFC 8693 §3).
const AccessTokenType = "urn:ietf:params:oauth:token-type:access_token"

// ResponseTypeCode is the only response type that Quartet supports: RFC 9700 §2.1.2 advises
// against the implicit grant.
const ResponseTypeCode = "code"

// AuthMethod is how a client authenticates at the token endpoint (RFC 7591 §2).
type AuthMethod string

// The client authentication methods (RFC 6749 §2.3.1, RFC 7591 §2).
const (
	ClientSecretBasic AuthMethod = "client_secret_basic"
	ClientSecretPost  AuthMethod = "client_secret_post"
	NoAuthentication  AuthMethod = "none" // a public client

	PrivateKeyJWT   AuthMethod = "private_key_jwt"   // RFC 7523 §2.2, OIDC Core §9
	ClientSecretJWT AuthMethod = "client_secret_jwt" // RFC 7523 §2.2, OIDC Core §9
)

// ClientAssertionType is the only client_assertion_type that Quartet supports (RFC 7523 §2.2).
const ClientAssertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
