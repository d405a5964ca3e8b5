package apicheck

import (
	"encoding/json"
	"maps"
	"slices"

	"quartet.example/shared/jose/forge"
)

func algChecks() []check {
	return []check{
		{Defence: Defence{
			ID: "api.alg.none", Title: "refuses tokens without a signature",
			Attack: "The header says alg none, in several spellings, and there is no signature. Anyone can write such a token.",
			Spec:   "RFC 8725 §3.1, §3.2",
			Fix:    "Give the JWT library a list of allowed algorithms, for example only RS256, and never take the algorithm from the token.",
		}, attack: refuses(none)},
		{Defence: Defence{
			ID: "api.alg.hmac", Title: "refuses tokens that are signed by HMAC with the public key",
			Attack: "The header says HS256, and the secret is the public key of the issuer, which everyone knows. A library that chooses the method by alg verifies it.",
			Spec:   "RFC 8725 §2.1, §3.1",
			Fix:    "Allow only the asymmetric algorithms of the issuer. Do not put HS256 into the same list.",
		}, attack: refuses(hmac)},
		{Defence: Defence{
			ID: "api.alg.unknown", Title: "refuses an algorithm that is not a name of RFC 7518",
			Attack: "The signature is valid, but alg is missing, not a string, or a name in other case. A verifier that guesses can be made to guess wrong.",
			Spec:   "RFC 7515 §4.1.1, RFC 7518 §3.1",
			Fix:    "Compare alg exactly with the list of allowed algorithms.",
		}, attack: refuses(unknownAlg)},
	}
}

func none(f *forger) []attempt {
	var all []attempt
	for _, alg := range []string{"none", "None", "NONE", "nOnE", "none ", ""} {
		head, body := f.header(f.key, object{"alg": alg}), f.claims(nil)
		name, _ := json.Marshal(alg)
		all = append(all, attempt{name: "alg " + string(name), token: f.sign(forge.None, nil, head, body)},
			attempt{name: "alg " + string(name) + " with a signature", token: f.sign(f.foreign.Algorithm, f.foreign.Signer, head, body)})
	}
	return append(all, attempt{name: "alg none without kid", token: f.sign(forge.None, nil, f.header(f.key, object{"alg": "none", "kid": nil}), f.claims(nil))})
}

func hmac(f *forger) []attempt {
	secrets, err := forge.Secrets(f.key.Public())
	f.note(err)
	var all []attempt
	for _, name := range slices.Sorted(maps.Keys(secrets)) {
		for _, alg := range []string{"HS256", "HS512"} {
			token := f.sign(alg, secrets[name], f.header(f.key, object{"alg": alg}), f.claims(nil))
			all = append(all, attempt{name: alg + " with the public key, " + name, token: token})
		}
	}
	return all
}

func unknownAlg(f *forger) []attempt {
	var all []attempt
	for _, alg := range []any{nil, "", "rs256", "es256", f.key.Algorithm + " ", 256, []string{f.key.Algorithm}, "XX256"} {
		name, _ := json.Marshal(alg)
		all = append(all, attempt{name: "alg " + string(name), token: f.withHeader(object{"alg": alg})})
	}
	return all
}
