package apicheck

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"

	"quartet.example/shared/dpop"
	"quartet.example/shared/jose/forge"
)

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
