package apicheck

import (
	"net/http"
	"time"

	"quartet.example/shared/dpop"
)

func dpopChecks() []check {
	return []check{
		{Defence: Defence{
			ID: "api.dpop.bearer", Title: "refuses a bound token as a bearer token",
			Attack: "The token is bound to a key, and is sent with the scheme Bearer: without a proof, as a thief would, and with one.",
			Spec:   "RFC 9449 §7.2",
			Fix:    "If the token has cnf.jkt, require the scheme DPoP and a proof.",
		}, attack: onlyDPoP(func(f *forger) []attempt {
			bearer := func(r *http.Request) {
				r.Header.Set("Authorization", "Bearer "+r.Header.Get("Authorization")[len("DPoP "):])
			}
			return []attempt{{name: "scheme Bearer with a proof", token: f.valid(), change: bearer}, {name: "scheme Bearer without a proof", token: f.valid(), change: bearer, proof: noProof}}
		})},
		{Defence: Defence{
			ID: "api.dpop.proof", Title: "refuses requests without a valid proof",
			Attack: "The proof is missing, there are two of them, or it is no valid proof: another typ, no signature, an HMAC, a private key in the header, a foreign signature.",
			Spec:   "RFC 9449 §4.3, §7.1",
			Fix:    "Verify proofs with a library that makes all checks of RFC 9449 §4.3.",
		}, statuses: malformed, attack: onlyDPoP(badProofs)},
		{Defence: Defence{
			ID: "api.dpop.key", Title: "refuses proofs by another key than that of the token",
			Attack: "A thief has the token, and makes a proof with a key of its own. Or the token is bound to no key.",
			Spec:   "RFC 9449 §6.1, §7.1",
			Fix:    "Compare cnf.jkt of the token with the thumbprint of the key in the proof (RFC 7638).",
		}, attack: onlyDPoP(otherKey)},
		{Defence: Defence{
			ID: "api.dpop.request", Title: "refuses proofs for another request",
			Attack: "The proof was made for another method, path or host: htm or htu is that of another request.",
			Spec:   "RFC 9449 §4.3",
			Fix:    "Compare htm with the method, and htu with the public URL of the request without its query.",
		}, attack: onlyDPoP(otherRequest)},
		{Defence: Defence{
			ID: "api.dpop.token", Title: "refuses proofs for another access token",
			Attack: "The proof has the hash of another access token in ath, or none.",
			Spec:   "RFC 9449 §4.3, §7.1",
			Fix:    "Require ath, and compare it with the hash of the access token.",
		}, attack: onlyDPoP(func(f *forger) []attempt {
			return f.eachProof(map[string]object{"ath missing": {"ath": nil}, "ath of another token": {"ath": dpop.AccessTokenHash("another")}, "ath empty": {"ath": ""}})
		})},
		{Defence: Defence{
			ID: "api.dpop.time", Title: "refuses old proofs",
			Attack: "The proof was made an hour ago, or for an hour from now, or does not say when.",
			Spec:   "RFC 9449 §4.3, §11.1",
			Fix:    "Accept an iat that differs from now by a few seconds, at most minutes, and require it.",
		}, attack: onlyDPoP(func(f *forger) []attempt {
			return f.eachProof(map[string]object{
				"iat an hour ago": {"iat": f.Now().Add(-time.Hour).Unix()}, "iat an hour ahead": {"iat": f.Now().Add(time.Hour).Unix()}, "iat missing": {"iat": nil},
			})
		})},
		{Defence: Defence{
			ID: "api.dpop.replay", Title: "refuses a proof that was used before",
			Attack: "The same request is sent twice, as by an attacker who recorded it.",
			Spec:   "RFC 9449 §11.1",
			Fix:    "Store the jti of each proof for as long as its iat is accepted, shared by all replicas, and refuse it the second time. Require jti.",
		}, attack: replay},
	}
}
