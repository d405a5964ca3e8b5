package assertion

import (
	"errors"
	"strings"

	"quartet.example/shared/jose"
	"quartet.example/shared/oauth"
)

// maxSize bounds an assertion, in bytes.
const maxSize = 8 << 10

// Assertion is a JWT that was read. Nothing in it is verified yet.
type Assertion struct {
	ClientID string           // sub
	Method   oauth.AuthMethod // follows from the algorithm

	raw    string
	token  *jose.Unverified
	claims *jose.Claims // those that RFC 7523 §3 knows
}

var errType = errors.New("client_assertion_type is missing or unknown")

// Read decodes a client assertion. It returns an error for the log if the type is not that
// of RFC 7523 §2.2, or if raw is not a JWT that names a client in sub.
func Read(assertionType, raw string) (Assertion, error) {
	if assertionType != oauth.ClientAssertionType {
		return Assertion{}, errType
	}
	claims := &jose.Claims{}
	token, err := jose.Read(raw, maxSize, claims)
	switch {
	case err != nil:
		return Assertion{}, err
	case claims.Subject == "":
		return Assertion{}, jose.Missing("sub")
	}
	a := Assertion{ClientID: claims.Subject, Method: oauth.PrivateKeyJWT, raw: raw, token: token, claims: claims}
	if strings.HasPrefix(token.Header().Algorithm, "HS") {
		a.Method = oauth.ClientSecretJWT
	}
	return a, nil
}

// audienceIsString reports whether aud is a string and not a list.
func (a Assertion) audienceIsString() bool {
	var text struct {
		Audience string `json:"aud"`
	}
	return jose.Peek(a.raw, maxSize, &text) == nil
}
