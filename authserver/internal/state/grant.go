package state

import (
	"context"
	"slices"

	"quartet.example/authserver/internal/core"
	"quartet.example/shared/trace/state"
)

func (h *Holdings) codes(ctx context.Context) state.Section {
	s := state.Section{
		ID: "codes", Name: "Authorization codes",
		About: "A code is used once. The server keeps only its hash, and a used code until it expires, so that it notices a second use.",
	}
	list, more, err := h.Store.HeldCodes(ctx, state.MaxItems)
	slices.SortFunc(list, func(a, b core.HeldCode) int { return b.IssuedAt.Compare(a.IssuedAt) })
	return state.Filled(s, list, more, err, func(c core.HeldCode) state.Item {
		item := state.Item{Key: c.GrantID, Status: "not used yet", Values: []state.Value{
			h.user(c.Subject), h.protocol("client_id", c.ClientID), h.protocol("scope", c.Scope.String()),
			h.protocol("nonce", c.Nonce), h.protocol("code_challenge", c.CodeChallenge), state.Until("ends", c.ExpiresAt),
		}}
		if c.Used {
			item.Status, item.Ended = "used", true
		}
		return item
	})
}

func (h *Holdings) devices(ctx context.Context) state.Section {
	s := state.Section{
		ID: "devices", Name: "Device codes",
		About: "A device without a browser polls until its user has answered. The server keeps only hashes of the device code and of the user code.",
	}
	list, more, err := h.Store.HeldDevices(ctx, state.MaxItems)
	slices.SortFunc(list, func(a, b core.HeldDevice) int { return b.StartedAt.Compare(a.StartedAt) })
	return state.Filled(s, list, more, err, func(d core.HeldDevice) state.Item {
		item := state.Item{Key: d.GrantID, Status: d.State, Ended: d.State == "denied", Values: []state.Value{
			h.protocol("client_id", d.ClientID), h.protocol("scope", d.Scope.String()), state.Since("began", d.StartedAt), state.Until("ends", d.ExpiresAt),
		}}
		if d.Used {
			item.Status, item.Ended = "used", true
		}
		return item
	})
}

func (h *Holdings) families(ctx context.Context) state.Section {
	s := state.Section{
		ID: state.Families, Name: "Grants and their tokens",
		About: "A grant is what a user allowed a client. All its refresh tokens are one family, of which the newest is current; a second use of an older one ends the family. The server keeps the hash of the current one, and no access token.",
	}
	list, more, err := h.Store.HeldGrants(ctx, state.MaxItems)
	slices.SortFunc(list, func(a, b core.HeldGrant) int { return b.CreatedAt.Compare(a.CreatedAt) })
	return state.Filled(s, list, more, err, h.family)
}

func (h *Holdings) family(g core.HeldGrant) state.Item {
	item := state.Item{Key: g.ID, Name: h.user(g.Subject).Text + " → " + g.ClientID, Status: "valid", Values: []state.Value{
		h.protocol("gid", g.ID), h.protocol("scope", g.Scope.String()), h.protocol("aud", words(g.Audience)), h.protocol("sid", g.SessionID),
		state.Since("began", g.CreatedAt), state.Until("ends", g.ExpiresAt),
	}}
	if g.Idle > 0 && g.RevokedAt.IsZero() {
		item.Values = append(item.Values, state.Until("ends if not refreshed", g.Rotated.Add(g.Idle)))
	}
	if !g.RevokedAt.IsZero() {
		item.Status, item.Ended = "revoked", true
		item.Values = append(item.Values, state.Since("revoked", g.RevokedAt))
	} else if g.RefreshToken {
		item.Values = append(item.Values, state.YesNo("offline", g.Offline), state.Since("current refresh token since", g.Rotated))
	}
	return item
}

func (h *Holdings) consents(ctx context.Context) state.Section {
	s := state.Section{ID: "consents", Name: "Consents", About: "What a user allowed a client before. For the same scope the user is not asked again."}
	var subjects []string
	for _, u := range h.Users.Users() {
		subjects = append(subjects, u.Subject)
	}
	list, more, err := h.Store.HeldConsents(ctx, subjects, state.MaxItems)
	slices.SortFunc(list, func(a, b core.Consent) int { return b.GrantedAt.Compare(a.GrantedAt) })
	return state.Filled(s, list, more, err, func(c core.Consent) state.Item {
		return state.Item{Values: []state.Value{
			h.user(c.Subject), h.protocol("client_id", c.ClientID), h.protocol("scope", c.Scope.String()), state.Since("given", c.GrantedAt),
		}}
	})
}
