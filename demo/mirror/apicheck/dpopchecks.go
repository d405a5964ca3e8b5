package apicheck

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"time"

	"quartet.example/shared/dpop"
	"quartet.example/shared/jose/forge"
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

func onlyDPoP(attempts func(*forger) []attempt) attack {
	return func(ctx context.Context, r *run) ([]string, error) {
		if err := need(r.DPoP, "needs --dpop"); err != nil {
			return nil, err
		}
		return refuses(attempts)(ctx, r)
	}
}

func noProof(*forger) string { return "" }

// eachProof returns an attempt for each set of changes to the claims of a proof.
func (f *forger) eachProof(changes map[string]object) []attempt {
	var all []attempt
	for _, name := range slices.Sorted(maps.Keys(changes)) {
		token := f.valid()
		all = append(all, attempt{name: name, token: token, proof: func(f *forger) string { return f.proof(token, nil, changes[name]) }})
	}
	return all
}

func badProofs(f *forger) []attempt {
	var all []attempt
	add := func(name string, proof func(f *forger, token string) string) {
		token := f.valid()
		all = append(all, attempt{name: name, token: token, proof: func(f *forger) string { return proof(f, token) }})
	}
	add("no proof", func(*forger, string) string { return "" })
	add("not a JWT", func(*forger, string) string { return "proof" })
	add("the access token as the proof", func(_ *forger, token string) string { return token })
	for _, one := range []struct {
		name   string
		header object
	}{
		{"typ JWT", object{"typ": "JWT"}}, {"no typ", object{"typ": nil}}, {"alg none", object{"alg": "none"}}, {"no jwk", object{"jwk": nil}}, {"the private key in jwk", object{"jwk": private(f)}},
	} {
		add(one.name, func(f *forger, token string) string { return f.proof(token, one.header, nil) })
	}
	add("a foreign signature", func(f *forger, token string) string {
		bare, err := f.holder.Public().Bare()
		f.note(err)
		thief, err := forge.Foreign("ES256")
		f.note(err)
		return f.proofBy(thief, token, object{"jwk": json.RawMessage(bare)}, nil)
	})
	token := f.valid()
	return append(all, attempt{name: "two proofs", token: token, change: func(req *http.Request) {
		other := &forger{run: f.run}
		req.Header.Add(dpop.Header, other.proof(token, nil, nil))
	}})
}

// private returns the DPoP key in JSON with the member of a private key.
func private(f *forger) object {
	key, err := member(f.holder, object{"d": "AAAA", "use": nil, "kid": nil})
	f.note(err)
	return key
}

func otherKey(f *forger) []attempt {
	thief, err := forge.Foreign("ES256")
	f.note(err)
	if f.err != nil {
		return nil
	}
	stolen, unbound := f.valid(), f.withClaims(object{"cnf": nil})
	return []attempt{
		{name: "a proof by the key of a thief", token: stolen, proof: func(f *forger) string { return f.proofBy(thief, stolen, nil, nil) }},
		{name: "a token that is bound to no key", token: unbound},
	}
}

func otherRequest(f *forger) []attempt {
	method := http.MethodPost
	if f.Method == method {
		method = http.MethodGet
	}
	return f.eachProof(map[string]object{
		"htm " + method: {"htm": method}, "htm missing": {"htm": nil},
		"htu of another path": {"htu": withoutQuery(f.URL) + "/other"}, "htu of another host": {"htu": "https://attacker.example/notes"}, "htu missing": {"htu": nil},
	})
}

// replay sends one request twice. The first one must be accepted.
func replay(ctx context.Context, r *run) ([]string, error) {
	if err := need(r.DPoP, "needs --dpop"); err != nil {
		return nil, err
	}
	f := &forger{run: r}
	token := f.valid()
	proof := f.proof(token, nil, nil)
	same := attempt{name: "the proof for the first time", token: token, proof: func(*forger) string { return proof }}
	e, err := r.send(ctx, same)
	if err != nil || f.err != nil {
		return nil, firstOf(err, f.err)
	}
	if !e.accepted() {
		return nil, fmt.Errorf("the API answers %d to a valid proof", e.status)
	}
	same.name = "the proof for the second time"
	seen, err := r.accepts(ctx, []attempt{same})
	if err != nil {
		return seen, err
	}
	without := f.valid()
	noID := attempt{name: "jti missing", token: without, proof: func(f *forger) string { return f.proof(without, nil, object{"jti": nil}) }}
	more, err := r.accepts(ctx, []attempt{noID})
	return append(seen, more...), err
}
