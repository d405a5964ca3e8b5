package clientcheck

import (
	"encoding/json"
	"strings"

	"quartet.example/demo/mirror/hostile"
	"quartet.example/demo/mirror/report"
	"quartet.example/shared/jose"
	"quartet.example/shared/jose/forge"
)

// nonceScenarios are attacks on claims that bind the ID token to the sign-in, and on how claims are read.
var nonceScenarios = []scenario{
	{
		Defence: report.Defence{
			ID: "client.id-token.nonce", Title: "compares nonce with that of the request", Spec: "OIDC Core §3.1.3.7 rule 11",
			Attack: "The ID token belongs to another sign-in: an attacker has put a stolen code into their own.",
			Fix:    "Store nonce with the sign-in in the browser's session. Refuse an ID token without nonce, or with another one.",
		},
		needs: []need{usesOpenID, usesNonce},
		try: refuses(func(c *checker) []variant {
			all := []variant{
				set("nonce is missing", "nonce", nil), set("nonce is empty", "nonce", ""), set("nonce is another one", "nonce", "another"),
			}
			if used := c.requested("nonce"); used[0] != used[1] {
				all = append(all, set("nonce is that of an earlier sign-in", "nonce", used[0]))
			}
			return all
		}),
	},
	{
		Defence: report.Defence{
			ID: "client.id-token.nonce-fresh", Title: "sends a new, random nonce with each request", Spec: "OIDC Core §15.5.2",
			Attack: "An ID token of an earlier sign-in has a nonce that is still good.",
			Fix:    "Make nonce of at least 128 bits from a cryptographic random number generator, for each sign-in.",
		},
		needs: []need{usesOpenID, usesNonce},
		try:   fresh("nonce", 16),
	},
	{
		Defence: report.Defence{
			ID: "client.id-token.at-hash", Advice: true, Title: "compares at_hash with the access token", Spec: "OIDC Core §3.1.3.8",
			Attack: "The access token is not the one that was issued together with the ID token, so the client calls APIs as somebody else than the user who signed in. With the code flow the comparison is optional, but an attacker between the servers is then not noticed.",
			Fix:    "If the ID token has at_hash, compare it with the left half of the hash of the access token.",
		},
		needs: []need{usesOpenID},
		try:   refuses(fixed(set("at_hash is that of another access token", "at_hash", "AAAAAAAAAAAAAAAAAAAAAA"))),
	},
	{
		Defence: report.Defence{
			ID: "client.id-token.duplicate", Title: "refuses a claim that occurs twice, or takes the last one", Spec: "RFC 7519 §4",
			Attack: "The claim occurs twice, first with a good value and then with a bad one. Software that reads the first and software that reads the last see two different tokens.",
			Fix:    "Use a JSON parser that refuses duplicate names, or takes the last one, for header and claims of tokens.",
		},
		needs: []need{usesOpenID},
		try:   refuses(twice),
	},
	{
		Defence: report.Defence{
			ID: "client.id-token.case", Title: "reads names of claims exactly as they are written", Spec: "RFC 7519 §10.1.1, RFC 8259 §8.3",
			Attack: "The claim is missing, and there is another one whose name differs only in upper and lower case. Some JSON parsers, such as encoding/json of Go, accept it in place of the claim.",
			Fix:    "Use a JSON parser that compares names exactly, or look the claims up in a map.",
		},
		needs: []need{usesOpenID},
		try:   refuses(miscased),
	},
}

// twice has tokens with a claim that occurs twice: the first value is good, the second is not. A claim
// that the client does not check says nothing about how it reads.
func twice(c *checker) []variant {
	var all []variant
	for _, bad := range []struct{ claim, value string }{{"iss", `"` + foreignIssuer + `"`}, {"aud", `"another-client"`}, {"exp", "1"}} {
		if c.failed["client.id-token."+bad.claim] {
			continue
		}
		all = append(all, variant{bad.claim + " is first good and then bad", hostile.Conduct{Sign: func(t forge.Token, key jose.SigningKey) (string, error) {
			return signText(t, key, func(payload string) string {
				return strings.TrimSuffix(payload, "}") + `,"` + bad.claim + `":` + bad.value + "}"
			})
		}}})
	}
	return all
}

// signText signs the payload after a change that a map of claims cannot express.
func signText(t forge.Token, key jose.SigningKey, change func(string) string) (string, error) {
	header, err := json.Marshal(t.Header)
	if err != nil {
		return "", err
	}
	payload, err := json.Marshal(t.Claims)
	if err != nil {
		return "", err
	}
	return forge.Sign(key.Algorithm, key.Signer, forge.Encode(string(header)), forge.Encode(change(string(payload))))
}

// miscased has tokens in which the name of a required claim is in upper case. See twice for claims that the
// client does not check.
func miscased(c *checker) []variant {
	var all []variant
	for _, claim := range []string{"iss", "aud", "exp", "sub"} {
		if c.failed["client.id-token."+claim] {
			continue
		}
		all = append(all, claimed(claim+" is written "+strings.ToUpper(claim), func(claims map[string]any) {
			claims[strings.ToUpper(claim)] = claims[claim]
			delete(claims, claim)
		}))
	}
	return all
}
