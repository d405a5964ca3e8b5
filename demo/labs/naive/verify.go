package naive

import (
	"context"
	"slices"
	"strings"

	"quartet.example/shared/accesstoken"
	"quartet.example/shared/jose"
)

// verify verifies an access token as RFC 9068 §4 says, except for the holes.
func (a *API) verify(ctx context.Context, raw string, claims *accesstoken.Claims) error {
	token, err := jose.Read(raw, accesstoken.MaxLength, claims)
	if err != nil {
		return err
	}
	kind := a.kind(token.Header())
	unsigned := a.Holes.AllowNone && strings.EqualFold(token.Header().Algorithm, "none")
	if unsigned || a.Holes.SkipSignature {
		return kind.JudgeClaims(token)
	}
	return kind.Judge(ctx, token)
}

// kind returns the rules for a token with this header. Taking rules from the token is the mistake of most
// holes.
func (a *API) kind(h jose.Header) jose.Kind {
	kind := accesstoken.Rules{Issuer: a.Issuer, Audience: a.Audience, Algorithms: []string{"RS256", "ES256"}, Keys: a, Now: a.Now}.Kind()
	if a.Holes.SkipAudience {
		kind.Audience, kind.Required = nil, without(kind.Required, "aud")
	}
	if a.Holes.SkipIssuer {
		kind.Issuer, kind.Required = "", without(kind.Required, "iss")
	}
	if a.Holes.SkipExpiry {
		kind.Timeless, kind.Required = true, without(kind.Required, "exp")
	}
	if a.Holes.AnyTyp {
		kind.Types = []string{h.Type, strings.TrimPrefix(h.Type, "application/")}
	}
	if a.Holes.AllowHMAC {
		kind.Algorithms = append(kind.Algorithms, "HS256")
	}
	return kind
}

func without(names []string, name string) []string {
	return slices.DeleteFunc(names, func(one string) bool { return one == name })
}
