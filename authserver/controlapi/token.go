package controlapi

// Token says what a token contains. Every field may be left out.
type Token struct {
	User     string   `json:"user,omitempty"`      // username or sub of a user of this server
	Subject  string   `json:"sub,omitempty"`       // another sub, which need not belong to a user; without User and Subject the client acts for itself
	Client   string   `json:"client_id,omitempty"` // client that the token is issued to; default: DefaultClient
	Scope    string   `json:"scope,omitempty"`     // scope tokens, separated by a space
	Audience []string `json:"audience,omitempty"`  // default: the resources of the scope
	// Claims are added, or replace the claims of that name. A null (nil) removes the claim.
	Claims    map[string]any `json:"claims,omitempty"`
	ExpiresIn int            `json:"expires_in,omitempty"` // lifetime in seconds; default: that of the server
	JKT       string         `json:"dpop_jkt,omitempty"`   // thumbprint of the DPoP key to which the token is bound (RFC 9449 §6.1)
	Type      TokenType      `json:"type,omitempty"`       // default: AccessToken
}

// DefaultClient is the client of a Token that names none.
const DefaultClient = "notes"

// TokenType is the kind of a token.
type TokenType string

// The kinds of tokens that the control API issues.
const (
	AccessToken TokenType = "access_token" // RFC 9068
	IDToken     TokenType = "id_token"     // OIDC Core §2
)

// Issued is a token, valid or forged.
type Issued struct {
	Token     string `json:"token"`
	Type      string `json:"token_type"` // Bearer or DPoP; N_A for an ID token (RFC 8693 §2.2.1)
	ExpiresIn int    `json:"expires_in"` // seconds
	Scope     string `json:"scope,omitempty"`
}

// Flaw is what is wrong with a forged token.
type Flaw string

// The flaws. A service that accepts a token with any of them does not validate tokens.
const (
	Expired         Flaw = "expired"          // exp is in the past
	NotYetValid     Flaw = "not_yet_valid"    // nbf is in the future
	WrongAudience   Flaw = "wrong_audience"   // aud is another resource
	WrongIssuer     Flaw = "wrong_issuer"     // iss is another issuer
	AlgNone         Flaw = "alg_none"         // alg is none, and there is no signature (RFC 8725 §2.1)
	HMACPublicKey   Flaw = "hmac_public_key"  // signed by HMAC with the public key as the secret (RFC 8725 §2.1)
	UnknownKey      Flaw = "unknown_kid"      // kid is not in the JWK Set
	WrongType       Flaw = "wrong_typ"        // typ is that of another kind of token (RFC 8725 §3.11)
	ForeignKey      Flaw = "foreign_key"      // signed by another key under the kid of ours
	TamperedPayload Flaw = "tampered_payload" // the payload was changed after it was signed
)

// Flaws returns all flaws, so that a test can try each.
func Flaws() []Flaw {
	return []Flaw{Expired, NotYetValid, WrongAudience, WrongIssuer, AlgNone, HMACPublicKey, UnknownKey, WrongType, ForeignKey, TamperedPayload}
}

// Forgery is a token with a flaw: otherwise it is the token that Token describes.
type Forgery struct {
	Flaw Flaw `json:"flaw"`
	Token
}
