// Package state describes what the client holds now, for the inspector (shared/trace/state): sessions
// with their tokens, sign-ins that have begun, and what it knows of the authorization server. It reads
// only, and runs in development only.
package state

import (
	"context"
	"slices"
	"strings"

	"quartet.example/client/bff/internal/core"
	"quartet.example/client/bff/internal/provider"
	"quartet.example/shared/trace"
	"quartet.example/shared/trace/state"
)

// Store is what is read of the store. Both methods return up to limit records, and whether there are
// more.
type Store interface {
	HeldSessions(ctx context.Context, limit int) ([]core.Session, bool, error)
	HeldLogins(ctx context.Context, limit int) ([]core.PendingLogin, bool, error)
}

// Servers are the authorization servers.
type Servers interface{ Held() []provider.Held }

// Holdings describes what the client holds.
type Holdings struct {
	Store    Store
	Servers  Servers
	Recorder *trace.Recorder // masks secrets
}

// Sections is a state.Provider.
func (h *Holdings) Sections(ctx context.Context) []state.Section {
	return []state.Section{h.sessions(ctx), h.logins(ctx), h.servers()}
}

func (h *Holdings) sessions(ctx context.Context) state.Section {
	s := state.Section{
		ID: "sessions", Name: "Sessions",
		About: "The browser has the key of its session as a cookie; the client keeps only the hash of the key. The tokens stay here, encrypted, and no browser gets them.",
	}
	list, more, err := h.Store.HeldSessions(ctx, state.MaxItems)
	slices.SortFunc(list, func(a, b core.Session) int { return b.Created.Compare(a.Created) })
	return state.Filled(s, list, more, err, h.session)
}

func (h *Holdings) session(s core.Session) state.Item {
	name := s.User.Name
	if name == "" {
		name = s.User.Subject
	}
	return state.Item{Key: s.PublicID(), Values: []state.Value{
		state.Text("user", name), state.Text("browser", s.Browser), state.Since("signed in", s.Created),
		h.protocol("access_token", s.Tokens.AccessToken), state.Until("access token ends", s.Tokens.Expires),
		h.protocol("refresh_token", s.Tokens.RefreshToken), h.protocol("id_token", s.Tokens.IDToken),
		state.YesNo("DPoP key", len(s.Tokens.ProofKey) > 0), h.protocol("sid", s.User.SID),
		state.Until("ends if not used", s.Idles), state.Until("ends", s.Ends),
	}}
}

func (h *Holdings) logins(ctx context.Context) state.Section {
	s := state.Section{
		ID: "logins", Name: "Sign-ins that have begun",
		About: "Kept until the browser comes back with a code. The client keeps only the hash of the state, which the browser brings back.",
	}
	list, more, err := h.Store.HeldLogins(ctx, state.MaxItems)
	slices.SortFunc(list, func(a, b core.PendingLogin) int { return b.Expires.Compare(a.Expires) })
	return state.Filled(s, list, more, err, func(p core.PendingLogin) state.Item {
		return state.Item{Values: []state.Value{
			h.protocol("iss", p.Issuer), h.protocol("nonce", p.Nonce), h.protocol("code_verifier", p.CodeVerifier),
			state.YesNo("DPoP key", len(p.ProofKey) > 0), state.Since("began", p.Started), state.Until("ends", p.Expires),
		}}
	})
}

func (h *Holdings) servers() state.Section {
	s := state.Section{ID: "servers", Name: "What it knows of the authorization server", Local: true, About: "Metadata and public keys, fetched again after some minutes."}
	for _, one := range h.Servers.Held() {
		s.Items = append(s.Items, state.Item{Values: []state.Value{
			h.protocol("iss", one.Issuer), state.Since("metadata fetched", one.Metadata), state.Since("keys fetched", one.Keys),
			h.protocol("kid", strings.Join(one.KeyIDs, " ")),
		}})
	}
	return s
}

func (h *Holdings) protocol(name, value string) state.Value {
	return state.Protocol(h.Recorder, name, value)
}
