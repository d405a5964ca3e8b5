package clientcheck

import (
	"context"

	"quartet.example/demo/mirror/hostile"
	"quartet.example/demo/mirror/report"
	"quartet.example/shared/oauth"
)

// pkceScenarios look at the requests of honest sign-ins (RFC 7636).
var pkceScenarios = []scenario{
	{
		Defence: report.Defence{
			ID: "client.pkce.s256", Title: "uses PKCE with S256", Spec: "RFC 9700 §2.1.1, RFC 7636 §4.2",
			Attack: "A stolen code is good for whoever has it, unless its redemption needs the verifier that only this client knows. With the method plain, whoever reads the request knows the verifier. PKCE is required of clients without a secret, and recommended to all others, so it is advice for a client with a secret.",
			Fix:    "Send code_challenge and code_challenge_method=S256 with each authorization request, and code_verifier with the token request.",
		},
		advice: func(c *checker) bool { return c.provider.ClientSecret != "" },
		try:    challenges,
	},
	{
		Defence: report.Defence{
			ID: "client.pkce.verifier", Title: "makes a new, random code verifier for each sign-in", Spec: "RFC 7636 §4.1, §7.1",
			Attack: "An attacker who can guess the verifier, or knows it from another sign-in, can redeem a stolen code.",
			Fix:    "Make the verifier of 32 bytes from a cryptographic random number generator, in base64url (43 characters), for each sign-in.",
		},
		needs: []need{usesPKCE},
		try:   verifiers,
	},
}

func challenges(_ context.Context, c *checker) (seen []string, err error) {
	request := c.baseline[0].request
	switch challenge := request.Get("code_challenge"); {
	case challenge == "":
		seen = append(seen, "the authorization request has no code_challenge")
	case request.Get("code_challenge_method") != oauth.S256:
		seen = append(seen, "code_challenge_method is "+request.Get("code_challenge_method")+", want S256; a request without it means plain")
	case !oauth.IsS256Challenge(challenge):
		seen = append(seen, "code_challenge is no SHA-256 hash in base64url")
	}
	return seen, nil
}

func verifiers(_ context.Context, c *checker) (seen []string, err error) {
	var values []string
	for _, a := range c.baseline {
		for _, r := range a.records(hostile.Token) {
			value := r.Form.Get("code_verifier")
			values = append(values, value)
			if !oauth.IsVerifier(value) {
				seen = append(seen, "code_verifier does not have 43 to 128 unreserved characters")
			}
			if letters(value) < 8 {
				seen = append(seen, "code_verifier has less than 8 different characters")
			}
		}
	}
	return append(seen, weaknesses("code_verifier", 43, values)...), nil
}

// letters returns the number of different characters. In 43 random hexadecimal digits there are 8 or more
// almost always: fewer have a probability below 10^-9.
func letters(text string) int {
	all := map[rune]bool{}
	for _, r := range text {
		all[r] = true
	}
	return len(all)
}
