package apicheck

import (
	"context"
	"net/http"
	"strings"

	"quartet.example/shared/accesstoken"
)

// forbidden are the statuses for a valid token that does not allow the request.
var forbidden = []int{http.StatusForbidden}

func scopeChecks() []check {
	return []check{
		{Defence: Defence{
			ID: "api.scope.missing", Title: "refuses tokens without the scope of the route",
			Attack: "The token is valid, but the user has not allowed what the route does: scope is missing, empty, or another one.",
			Spec:   "RFC 6750 §3.1 (insufficient_scope)",
			Fix:    "Require the scope of each route, and answer 403 with error=\"insufficient_scope\".",
		}, statuses: forbidden, attack: withScope(func(f *forger) []attempt { return f.eachClaim("scope", nil, "", "openid profile") })},
		{Defence: Defence{
			ID: "api.scope.similar", Title: "compares scope tokens exactly",
			Attack: "The scope contains the right one as a part of another word, or in other case.",
			Spec:   "RFC 6749 §3.3",
			Fix:    "Split scope at spaces, and compare each part with ==.",
		}, statuses: forbidden, attack: withScope(func(f *forger) []attempt {
			first := strings.Fields(f.Scope)[0]
			return f.eachClaim("scope", first[:len(first)-1], first+"x", "x"+first, "x:"+first, first+",openid", swapCase(first))
		})},
		{Defence: Defence{
			ID: "api.user.client", Title: "refuses the token of a client where a user is needed",
			Attack: "A client got the token for itself (client credentials): sub is its client_id. If it may choose that id, it chooses the sub of a user, and reads the data of that user.",
			Spec:   "RFC 9700 §4.15, RFC 9068 §5",
			Fix:    "Where a route needs a user, refuse tokens whose sub is equal to client_id.",
		}, statuses: []int{http.StatusForbidden, http.StatusUnauthorized}, attack: clientToken},
	}
}

func withScope(attempts func(*forger) []attempt) attack {
	return func(ctx context.Context, r *run) ([]string, error) {
		if err := need(strings.TrimSpace(r.Scope) != "", "--scope does not say which scope the route needs"); err != nil {
			return nil, err
		}
		return refuses(attempts)(ctx, r)
	}
}

func clientToken(ctx context.Context, r *run) ([]string, error) {
	if err := need(r.User, "--user does not say that the route needs a user"); err != nil {
		return nil, err
	}
	return refuses(func(f *forger) []attempt {
		return []attempt{
			{name: "sub is the client_id", token: f.withClaims(object{"sub": f.Client})},
			{name: "client_id is the sub of a user", token: f.withClaims(object{"client_id": f.Subject, "gty": accesstoken.GrantTypeClient})},
		}
	})(ctx, r)
}
