package clientcheck

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"quartet.example/demo/mirror/hostile"
	"quartet.example/demo/mirror/report"
	"quartet.example/shared/jose"
	"quartet.example/shared/jose/forge"
)

// signed is a provider that signs the ID token in another way, after a change of its header.
func signed(name, alg string, key any, header map[string]any) variant {
	return variant{name, hostile.Conduct{Sign: func(t forge.Token, _ jose.SigningKey) (string, error) {
		forge.Change(t.Header, header)
		return t.Sign(alg, key)
	}}}
}

// signatureScenarios are attacks on the signature of the ID token (RFC 8725).
var signatureScenarios = []scenario{
	{
		Defence: report.Defence{
			ID: "client.id-token.alg-none", Title: "refuses an ID token without a signature", Spec: "RFC 8725 §3.2, OIDC Core §3.1.3.7 rule 7",
			Attack: "alg is none, and there is no signature. Anyone can write such a token.",
			Fix:    "Give the library the one algorithm that you registered, RS256 by default, and never take alg from the token.",
		},
		needs: []need{usesOpenID},
		try: refuses(fixed(
			signed("alg none", forge.None, nil, map[string]any{"alg": "none", "kid": nil}),
			signed("alg None", forge.None, nil, map[string]any{"alg": "None", "kid": nil}),
			signed("alg none, with kid", forge.None, nil, map[string]any{"alg": "none"}),
		)),
	},
	{
		Defence: report.Defence{
			ID: "client.id-token.hmac-public-key", Title: "refuses HMAC with the public key as the secret", Spec: "RFC 8725 §2.1, §3.1",
			Attack: "Algorithm confusion: alg is HS256, and the secret is the public key of the issuer, which everybody knows.",
			Fix:    "Give the library the one algorithm that you registered, RS256 by default, and use each key only with its own algorithm.",
		},
		needs: []need{usesOpenID},
		try:   refuses(hmacs),
	},
	{
		Defence: report.Defence{
			ID: "client.id-token.hmac-client-secret", Title: "refuses HMAC with the client secret if RS256 is registered", Spec: "OIDC Core §3.1.3.7 rule 7, RFC 8725 §3.1",
			Attack: "alg is HS256, and the secret is the client secret. Client secrets are often short, or known to more people than the key of the issuer.",
			Fix:    "Give the library the one algorithm that you registered, RS256 by default.",
		},
		needs: []need{usesOpenID, {func(c *checker) bool { return c.provider.ClientSecret != "" }, "The client has no secret."}},
		try: refuses(func(c *checker) []variant {
			secret := []byte(c.provider.ClientSecret)
			return []variant{
				signed("HS256", "HS256", secret, map[string]any{"alg": "HS256", "kid": nil}),
				signed("HS256, with kid of the RSA key", "HS256", secret, map[string]any{"alg": "HS256"}),
			}
		}),
	},
	{
		Defence: report.Defence{
			ID: "client.id-token.foreign-key", Title: "refuses a signature by a key that is not the issuer's", Spec: "OIDC Core §3.1.3.7 rule 6",
			Attack: "The token has the kid of the issuer's key, and is signed by a key of the attacker.",
			Fix:    "Verify the signature with the key of the issuer's JWK Set.",
		},
		needs: []need{usesOpenID, usesKeys},
		try:   refuses(foreign("signed by a foreign key", nil)),
	},
	{
		Defence: report.Defence{
			ID: "client.id-token.kid-unknown", Title: "refuses a key ID that the issuer does not publish", Spec: "RFC 8725 §3.10",
			Attack: "The token has a kid that is not in the JWK Set, and is signed by a key of the attacker. Some software verifies nothing if it finds no key.",
			Fix:    "Refuse a token whose key is not found, after fetching the JWK Set once more.",
		},
		needs: []need{usesOpenID, usesKeys},
		try:   refuses(foreign("kid is unknown", map[string]any{"kid": "check-client-unknown"})),
	},
	{
		Defence: report.Defence{
			ID: "client.id-token.own-key", Title: "ignores keys that the token brings along", Spec: "RFC 8725 §3.10, RFC 7515 §4.1.3",
			Attack: "The header of the token contains the key that verifies it, in jwk.",
			Fix:    "Take keys only from the issuer's JWK Set. Ignore jwk, jku, x5c and x5u in headers.",
		},
		needs: []need{usesOpenID, usesKeys},
		try: refuses(func(c *checker) []variant {
			key, err := forge.Foreign("RS256")
			if err != nil {
				return nil
			}
			bare, _ := key.Public().Bare()
			return []variant{
				signed("jwk in the header", "RS256", key.Signer, map[string]any{"jwk": json.RawMessage(bare), "kid": nil}),
				signed("jwk beside the kid of the issuer", "RS256", key.Signer, map[string]any{"jwk": json.RawMessage(bare)}),
			}
		}),
	},
	{
		Defence: report.Defence{
			ID: "client.id-token.tampered", Title: "refuses claims that were changed after signing", Spec: "RFC 7515 §5.2",
			Attack: "A valid ID token is changed to name another user. The signature is the old one.",
			Fix:    "Verify the signature over exactly the bytes that were received.",
		},
		needs: []need{usesOpenID, usesKeys},
		try:   refuses(tampered),
	},
}

func hmacs(c *checker) []variant {
	var all []variant
	secrets, err := forge.Secrets(c.provider.Key().Public())
	if err != nil {
		return nil
	}
	for _, name := range slices.Sorted(maps.Keys(secrets)) {
		all = append(all, signed("the secret is the public key, "+name, "HS256", secrets[name], map[string]any{"alg": "HS256"}))
	}
	return all
}

func foreign(name string, header map[string]any) func(*checker) []variant {
	return func(*checker) []variant {
		return []variant{{name, hostile.Conduct{Sign: func(t forge.Token, _ jose.SigningKey) (string, error) {
			key, err := forge.Foreign("RS256")
			if err != nil {
				return "", err
			}
			forge.Change(t.Header, header)
			return t.Sign("RS256", key.Signer)
		}}}}
	}
}

// tampered replaces the payload of a valid token, or its signature.
func tampered(*checker) []variant {
	return []variant{
		{"sub is changed", hostile.Conduct{Sign: func(t forge.Token, key jose.SigningKey) (string, error) {
			valid, err := t.Sign(key.Algorithm, key.Signer)
			if err != nil {
				return "", err
			}
			t.Claims["sub"] = "somebody-else"
			changed, err := t.Sign(forge.None, nil)
			return changed + valid[strings.LastIndex(valid, ".")+1:], err
		}}},
		{"the signature is empty", hostile.Conduct{Sign: func(t forge.Token, _ jose.SigningKey) (string, error) { return t.Sign(forge.None, nil) }}},
	}
}
