package naive

import (
	"net/http"
	"slices"

	"quartet.example/shared/accesstoken"
	"quartet.example/shared/jose"
)

// defend makes the checks of an API that are among the defences, with the claims as the token says them.
func (a *API) defend(r *http.Request, raw string) error {
	if len(a.Defences) == 0 {
		return nil
	}
	var claims accesstoken.Claims
	token, err := jose.Read(raw, accesstoken.MaxLength, &claims)
	if err != nil {
		return err
	}
	ctx, header := r.Context(), token.Header()
	if err := a.Defences.require(ctx, "rs.jwt.alg_allow", header.Algorithm == "ES256"); err != nil {
		return err
	}
	if err := a.Defences.require(ctx, "rs.jwt.typ", header.Type == accesstoken.Type); err != nil {
		return err
	}
	return a.Defences.require(ctx, "rs.aud", slices.Contains(claims.Audience, a.Audience))
}
