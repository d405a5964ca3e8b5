package apicheck

import (
	"encoding/json"
	"time"
)

func timeChecks() []check {
	return []check{
		{Defence: Defence{
			ID: "api.time.expired", Title: "refuses expired tokens",
			Attack: "The token expired ten minutes, a day or decades ago. It may have been stolen from a log.",
			Spec:   "RFC 7519 §4.1.4, RFC 9068 §4",
			Fix:    "Let the JWT library check exp, with a tolerance of at most a minute or two.",
		}, attack: refuses(func(f *forger) []attempt {
			return []attempt{f.at("exp", -10*time.Minute), f.at("exp", -24*time.Hour), {name: "exp 0", token: f.withClaims(object{"exp": 0})}, {name: "exp -1", token: f.withClaims(object{"exp": -1})}}
		})},
		{Defence: Defence{
			ID: "api.time.exp-missing", Title: "refuses tokens without exp",
			Attack: "The token has no exp, so it would be valid for ever.",
			Spec:   "RFC 9068 §2.2",
			Fix:    "Require exp. Many libraries check it only if it is there.",
		}, attack: refuses(func(f *forger) []attempt { return f.eachClaim("exp", nil, json.RawMessage("null")) })},
		{Defence: Defence{
			ID: "api.time.exp-type", Title: "refuses an exp that is not a date",
			Attack: "The exp is a text, a truth value or a list. In some languages it compares as later than now, or is ignored.",
			Spec:   "RFC 7519 §2 (NumericDate), §4.1.4",
			Fix:    "Require a number, and refuse the token otherwise.",
		}, attack: refuses(func(f *forger) []attempt {
			return f.eachClaim("exp", "never", "2100-01-01T00:00:00Z", true, []any{}, object{})
		})},
		{Defence: Defence{
			ID: "api.time.nbf", Title: "refuses tokens that are not valid yet",
			Attack: "The nbf is an hour or a day ahead.",
			Spec:   "RFC 7519 §4.1.5",
			Fix:    "Let the JWT library check nbf, with a tolerance of at most a minute or two.",
		}, attack: refuses(func(f *forger) []attempt { return []attempt{f.at("nbf", time.Hour), f.at("nbf", 24*time.Hour)} })},
		{Defence: Defence{
			ID: "api.time.iat", Advice: true, Title: "refuses tokens that were issued in the future",
			Attack: "The iat is a day or a year ahead. RFC 7519 leaves the decision to the API, but no correct issuer makes such a token, and rules about the age of a token fail with it.",
			Spec:   "RFC 7519 §4.1.6",
			Fix:    "Refuse an iat that is ahead by more than a minute or two. Some libraries have an option for it. Otherwise compare it yourself, or leave this out with --skip api.time.iat.",
		}, attack: refuses(func(f *forger) []attempt { return []attempt{f.at("iat", 24*time.Hour), f.at("iat", 365*24*time.Hour)} })},
	}
}

// at returns a token with a date that differs from now by d. All other dates are valid.
func (f *forger) at(claim string, d time.Duration) attempt {
	changes := object{claim: f.Now().Add(d).Unix()}
	if claim == "iat" {
		changes["exp"] = f.Now().Add(d + lifetime).Unix()
	}
	return attempt{name: claim + " " + d.String() + " from now", token: f.withClaims(changes)}
}
