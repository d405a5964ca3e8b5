package state

import (
	"context"
	"slices"

	"quartet.example/authserver/internal/core"
	"quartet.example/shared/trace/state"
)

func (h *Holdings) sessions(ctx context.Context) state.Section {
	s := state.Section{
		ID: "sessions", Name: "Sessions of users",
		About: "A user who is signed in here need not enter the password again for another client. The browser has the key as a cookie; the server keeps only its hash.",
	}
	list, more, err := h.Store.HeldSessions(ctx, state.MaxItems)
	slices.SortFunc(list, func(a, b core.Session) int { return b.AuthTime.Compare(a.AuthTime) })
	return state.Filled(s, list, more, err, func(one core.Session) state.Item {
		return state.Item{Key: one.ID, Values: []state.Value{
			h.user(one.Subject), h.protocol("sid", one.ID), state.Text("browser", one.Browser), state.Since("signed in", one.AuthTime),
			state.Text("clients", words(one.Clients)), state.Until("ends if not used", one.IdleUntil), state.Until("ends", one.ExpiresAt),
		}}
	})
}

func (h *Holdings) waiting(ctx context.Context) state.Section {
	s := state.Section{
		ID: "waiting", Name: "Authorization requests that wait for the user",
		About: "The browser shows the sign-in page or the question. Nothing is granted yet. A request that was pushed has its values below.",
	}
	list, more, err := h.Store.HeldTransactions(ctx, state.MaxItems)
	slices.SortFunc(list, func(a, b core.Transaction) int { return b.ExpiresAt.Compare(a.ExpiresAt) })
	return state.Filled(s, list, more, err, func(tx core.Transaction) state.Item {
		status := "waits for the password"
		if tx.SessionID != "" {
			status = "waits for the answer"
		}
		return state.Item{Status: status, Values: append(h.request(tx.Request), state.Until("ends", tx.ExpiresAt))}
	})
}

func (h *Holdings) pushed(ctx context.Context) state.Section {
	s := state.Section{
		ID: "pushed", Name: "Pushed authorization requests",
		About: "Sent by the client from server to server; the browser gets only the request_uri, of which the server keeps the hash.",
	}
	list, more, err := h.Store.HeldPushedRequests(ctx, state.MaxItems)
	slices.SortFunc(list, func(a, b core.HeldPushedRequest) int { return b.ExpiresAt.Compare(a.ExpiresAt) })
	return state.Filled(s, list, more, err, func(p core.HeldPushedRequest) state.Item {
		item := state.Item{Status: "not answered yet", Values: append(h.request(p.Request), state.Until("request_uri ends", p.ExpiresAt))}
		if p.Answered {
			item.Status, item.Ended = "answered", true
		}
		return item
	})
}

// request returns the properties of an authorization request.
func (h *Holdings) request(r core.AuthorizationRequest) []state.Value {
	return []state.Value{
		h.protocol("client_id", r.ClientID), h.protocol("scope", r.Scope.String()),
		h.protocol("state", r.State), h.protocol("nonce", r.Nonce), h.protocol("code_challenge", r.CodeChallenge),
	}
}
