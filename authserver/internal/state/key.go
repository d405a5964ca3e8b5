package state

import (
	"context"

	"quartet.example/authserver/internal/core"
	"quartet.example/shared/trace/state"
)

func (h *Holdings) revoked(ctx context.Context) state.Section {
	s := state.Section{
		ID: "revoked", Name: "Revoked tokens",
		About: "Access tokens that ended before their time, and grants whose tokens ended. Resource servers poll this list (RFC 8936); an entry is kept until the last of its tokens would have expired.",
	}
	list, more, err := h.Store.Revocations(ctx, "", state.MaxItems)
	return state.Filled(s, list, more, err, func(r core.Revocation) state.Item {
		what := h.protocol("jti", r.TokenID)
		if r.GrantID != "" {
			what = h.protocol("gid", r.GrantID)
		}
		what.Name = "token or grant"
		return state.Item{Key: r.TokenID + r.GrantID, Values: []state.Value{
			what, h.protocol("aud", words(r.Audience)), state.Since("revoked", r.At), state.Until("kept until", r.Until),
		}}
	})
}

func (h *Holdings) keys() state.Section {
	s := state.Section{
		ID: "keys", Name: "Signing keys",
		About: "The private keys are encrypted in Redis. A key is published before it signs, and after it was replaced, until the last token that it signed has expired.",
	}
	return state.Filled(s, h.Keys.List(), false, nil, func(k core.SigningKey) state.Item {
		since := state.Since("since", k.NotBefore)
		if k.State == core.KeyNext {
			since = state.Until("signs from", k.NotBefore)
		}
		return state.Item{Key: k.ID, Status: k.State, Ended: k.State == core.KeyRetired, Values: []state.Value{
			h.protocol("kid", k.ID), h.protocol("alg", k.Algorithm), since, state.Until("leaves the JWKS", k.RetireAt),
		}}
	})
}

// countUpTo is how many used proofs are counted.
const countUpTo = 10_000

func (h *Holdings) proofs(ctx context.Context) state.Section {
	s := state.Section{ID: "proofs", Name: "Used proofs and assertions", About: "The jti of each DPoP proof and client assertion, as a hash, so that it is refused a second time."}
	proofs, assertions, more, err := h.Store.HeldProofs(ctx, countUpTo)
	numbers := state.Item{Values: []state.Value{
		state.Count("DPoP proofs", proofs, more && proofs == countUpTo), state.Count("client assertions", assertions, more && assertions == countUpTo),
	}}
	return state.Filled(s, []state.Item{numbers}, false, err, func(i state.Item) state.Item { return i })
}
