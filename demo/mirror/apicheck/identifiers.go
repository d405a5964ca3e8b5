package apicheck

import (
	"encoding/json"
	"strings"
)

func identifierChecks() []check {
	return []check{
		{Defence: Defence{
			ID: "api.audience.other", Title: "refuses tokens for another audience",
			Attack: "The token is for another API, which may be an attacker's: whoever receives it there could use it here.",
			Spec:   "RFC 9068 §4, RFC 8725 §3.9",
			Fix:    "Set the audience of this API in the JWT library, and require that aud contains it.",
		}, attack: refuses(func(f *forger) []attempt {
			return f.eachClaim("aud", "https://other.example/api", []string{"https://other.example/api", f.Client}, []string{}, "")
		})},
		{Defence: Defence{
			ID: "api.audience.missing", Title: "refuses tokens without aud",
			Attack: "The token names no audience, so it may be for any API.",
			Spec:   "RFC 9068 §2.2, §4",
			Fix:    "Require aud. Many libraries compare it only if it is there.",
		}, attack: refuses(func(f *forger) []attempt { return f.eachClaim("aud", nil, json.RawMessage("null")) })},
		{Defence: Defence{
			ID: "api.audience.similar", Title: "compares aud exactly",
			Attack: "The aud is the beginning of the right one, or begins with it, contains it, or has other case.",
			Spec:   "RFC 7519 §4.1.3, RFC 8725 §3.9",
			Fix:    "Compare aud with ==, not with startsWith, contains or a pattern. It may be a string or a list: look for the right one in the list.",
		}, attack: refuses(func(f *forger) []attempt { return f.eachClaim("aud", similar(f.Audience)...) })},
		{Defence: Defence{
			ID: "api.issuer.other", Title: "refuses tokens of another issuer",
			Attack: "The token names another issuer, for example another tenant of the same provider that uses the same keys.",
			Spec:   "RFC 9068 §4, RFC 8725 §3.8",
			Fix:    "Set the issuer in the JWT library, and require that iss is equal to it.",
		}, attack: refuses(func(f *forger) []attempt {
			return f.eachClaim("iss", "https://other.example", "", []string{f.issuer.url}, []string{"https://other.example", f.issuer.url})
		})},
		{Defence: Defence{
			ID: "api.issuer.missing", Title: "refuses tokens without iss",
			Attack: "The token names no issuer.",
			Spec:   "RFC 9068 §2.2, §4",
			Fix:    "Require iss. Many libraries compare it only if it is there.",
		}, attack: refuses(func(f *forger) []attempt { return f.eachClaim("iss", nil, json.RawMessage("null")) })},
		{Defence: Defence{
			ID: "api.issuer.similar", Title: "compares iss exactly",
			Attack: "The iss has a slash at the end, other case, or the right one as its beginning: https://issuer.example.attacker.example.",
			Spec:   "RFC 9068 §4, RFC 8414 §2",
			Fix:    "Compare iss with ==, without changing either side.",
		}, attack: refuses(func(f *forger) []attempt { return f.eachClaim("iss", similar(f.issuer.url)...) })},
	}
}

// eachClaim returns a token with each value in place of the valid claim; nil leaves the claim out.
func (f *forger) eachClaim(name string, values ...any) []attempt {
	var all []attempt
	for _, value := range values {
		text, _ := json.Marshal(value)
		if value == nil {
			text = []byte("missing")
		}
		all = append(all, attempt{name: name + " " + string(text), token: f.withClaims(object{name: value})})
	}
	return all
}

// similar returns values that a careless comparison takes for the identifier.
func similar(identifier string) []any {
	return []any{
		identifier + "/", identifier + ".attacker.example", "https://attacker.example/?" + identifier, identifier[:len(identifier)-1],
		swapCase(identifier), " " + identifier, identifier + "\x00",
	}
}

// swapCase returns the text with its first letter in the other case, or in capitals.
func swapCase(text string) string {
	if upper := strings.ToUpper(text); upper != text {
		return upper
	}
	return strings.ToLower(text)
}
