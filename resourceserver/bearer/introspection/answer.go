package introspection

import (
	"errors"

	"quartet.example/resourceserver/bearer"
	"quartet.example/shared/accesstoken"
)

var errNoActive = errors.New("introspection: the answer does not say whether the token is active")

// answer is an introspection response (RFC 7662 §2.2). Its members have the names of JWT claims,
// also those of other RFCs: cnf (RFC 9449 §6.2), act (RFC 8693 §4.1), acr and auth_time (RFC 9470
// §6.2).
type answer struct {
	Active *bool `json:"active"`
	accesstoken.Claims
}

// token returns the token that the response describes. If the response has no iss, the issuer is
// the server that was asked.
func (a *answer) token(issuer string) (*bearer.Token, error) {
	switch {
	case a.Active == nil:
		return nil, errNoActive
	case !*a.Active:
		return nil, bearer.ErrNotActive
	}
	if a.Issuer == "" {
		a.Issuer = issuer
	}
	return bearer.NewToken(&a.Claims), nil
}
