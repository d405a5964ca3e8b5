package state

import (
	"context"
	"strings"

	"quartet.example/authserver/internal/core"
	"quartet.example/shared/trace"
	"quartet.example/shared/trace/state"
)

// Store is what is read of the store. The methods Held... return up to limit records, and whether there
// are more.
type Store interface {
	HeldSessions(ctx context.Context, limit int) ([]core.Session, bool, error)
	HeldTransactions(ctx context.Context, limit int) ([]core.Transaction, bool, error)
	HeldPushedRequests(ctx context.Context, limit int) ([]core.HeldPushedRequest, bool, error)
	HeldCodes(ctx context.Context, limit int) ([]core.HeldCode, bool, error)
	HeldDevices(ctx context.Context, limit int) ([]core.HeldDevice, bool, error)
	HeldGrants(ctx context.Context, limit int) ([]core.HeldGrant, bool, error)
	HeldConsents(ctx context.Context, subjects []string, limit int) ([]core.Consent, bool, error)
	HeldProofs(ctx context.Context, limit int) (proofs, assertions int, more bool, err error)
	Revocations(ctx context.Context, after string, limit int) ([]core.Revocation, bool, error)
}

// Users are the users of the server.
type Users interface{ Users() []*core.User }

// Keys are the signing keys.
type Keys interface{ List() []core.SigningKey }

// Holdings describes what the server holds.
type Holdings struct {
	Store    Store
	Users    Users
	Keys     Keys
	Recorder *trace.Recorder // masks secrets
}

// Sections is a state.Provider.
func (h *Holdings) Sections(ctx context.Context) []state.Section {
	return []state.Section{
		h.sessions(ctx), h.waiting(ctx), h.pushed(ctx), h.codes(ctx), h.devices(ctx), h.families(ctx), h.consents(ctx),
		h.revoked(ctx), h.keys(), h.proofs(ctx),
	}
}

// user returns a property that names a user. Each user of this server has a name.
func (h *Holdings) user(sub string) state.Value {
	for _, u := range h.Users.Users() {
		if u.Subject == sub {
			return state.Text("user", u.Username)
		}
	}
	return state.Text("user", sub)
}

func (h *Holdings) protocol(name, value string) state.Value {
	return state.Protocol(h.Recorder, name, value)
}

func words(list []string) string { return strings.Join(list, " ") }
