// Package state describes what the resource server holds now, for the inspector (shared/trace/state):
// keys of the issuer, tokens that it has verified, revocations, used proofs and the number of notes. It
// reads only, and runs in the dev profile only.
package state

import (
	"context"
	"errors"
	"strings"

	"quartet.example/resourceserver/bearer"
	"quartet.example/resourceserver/bearer/introspection"
	"quartet.example/resourceserver/bearer/revocationfeed"
	"quartet.example/shared/trace"
	"quartet.example/shared/trace/state"
)

// Holdings describes what the resource server holds. Introspector and Feed may be nil.
type Holdings struct {
	Tokens       *bearer.Validator
	Introspector *introspection.Introspector
	Feed         *revocationfeed.Feed
	Proofs       interface {
		Held(ctx context.Context, limit int) (n int, more bool, err error)
	}
	Notes interface {
		HeldNotes(ctx context.Context, limit int) (owners, notes int, more bool, err error)
	}
	Recorder *trace.Recorder // masks secrets
}

// Sections is a state.Provider.
func (h *Holdings) Sections(ctx context.Context) []state.Section {
	held := h.Tokens.Held(state.MaxItems)
	sections := []state.Section{h.keys(held), h.tokens(held)}
	if h.Introspector != nil {
		sections = append(sections, h.introspected())
	}
	if h.Feed != nil {
		sections = append(sections, h.revoked())
	}
	return append(sections, h.counts(ctx))
}

func (h *Holdings) keys(held bearer.Held) state.Section {
	s := state.Section{ID: "jwks", Name: "Keys of the issuer", Local: true, About: "Fetched from its JWKS. With them the signature of an access token is verified here, without a call."}
	for _, one := range held.Keys {
		s.Items = append(s.Items, state.Item{Values: []state.Value{
			h.protocol("iss", one.Issuer), state.Since("fetched", one.Fetched), h.protocol("kid", strings.Join(one.IDs, " ")),
		}})
	}
	return s
}

func (h *Holdings) tokens(held bearer.Held) state.Section {
	s := state.Section{
		ID: "tokens", Name: "Verified access tokens", Local: true, More: held.More,
		About: "Their claims, found again by the hash of the token, so that the signature need not be verified again. Every other check is made for each request.",
	}
	for _, t := range held.Tokens {
		s.Items = append(s.Items, h.token(t))
	}
	return s
}

func (h *Holdings) token(t *bearer.Token) state.Item {
	return state.Item{Key: t.Claims.ID, Values: []state.Value{
		h.protocol("jti", t.Claims.ID), h.protocol("gid", t.Claims.GrantID), h.protocol("sub", t.Subject), h.protocol("client_id", t.ClientID),
		h.protocol("scope", t.Scope.String()), state.YesNo("bound to a key", t.Claims.Confirmation != nil), state.Until("ends", t.Claims.ExpiresAt.Time),
	}}
}

func (h *Holdings) introspected() state.Section {
	s := state.Section{ID: "introspected", Name: "Introspection responses", Local: true, About: "Kept for some seconds: a revoked token may be accepted that long (RFC 7662 §4)."}
	list, more := h.Introspector.Held(state.MaxItems)
	s.More = more
	for _, one := range list {
		item := state.Item{Status: "not active", Ended: true, Values: []state.Value{h.protocol("jti", ""), h.protocol("sub", ""), state.Until("kept until", one.Until)}}
		if one.Token != nil {
			item = state.Item{Key: one.Token.Claims.ID, Status: "active", Values: []state.Value{
				h.protocol("jti", one.Token.Claims.ID), h.protocol("sub", one.Token.Subject), state.Until("kept until", one.Until),
			}}
		}
		s.Items = append(s.Items, item)
	}
	return s
}

func (h *Holdings) revoked() state.Section {
	s := state.Section{
		ID: "feed", Name: "Revoked tokens that it has heard of", Local: true,
		About: "From the feed of the authorization server (RFC 8936). A token in this list, or of a grant in it, is refused.",
	}
	if status := h.Feed.Status(); !status.CaughtUp || status.Silent {
		s.About += " The feed does not answer now."
	}
	list, more := h.Feed.Held(state.MaxItems)
	s.More = more
	for _, r := range list {
		what := h.protocol("jti", r.TokenID)
		if r.GrantID != "" {
			what = h.protocol("gid", r.GrantID)
		}
		what.Name = "token or grant"
		s.Items = append(s.Items, state.Item{Key: r.TokenID + r.GrantID, Values: []state.Value{what, state.Until("kept until", r.Until)}})
	}
	return s
}

// countUpTo is the maximum number of proofs, and of owners of notes, that are counted.
const countUpTo = 10_000

func (h *Holdings) counts(ctx context.Context) state.Section {
	s := state.Section{ID: "counts", Name: "Used proofs, and notes", About: "A DPoP proof is used once: the hash of its jti is kept until the proof expires. Of the notes only the number is shown."}
	proofs, moreProofs, err := h.Proofs.Held(ctx, countUpTo)
	owners, notes, moreOwners, failed := h.Notes.HeldNotes(ctx, countUpTo)
	numbers := state.Item{Values: []state.Value{
		state.Count("DPoP proofs", proofs, moreProofs), state.Count("owners of notes", owners, moreOwners), state.Count("notes", notes, moreOwners),
	}}
	return state.Filled(s, []state.Item{numbers}, false, errors.Join(err, failed), func(i state.Item) state.Item { return i })
}

func (h *Holdings) protocol(name, value string) state.Value {
	return state.Protocol(h.Recorder, name, value)
}
