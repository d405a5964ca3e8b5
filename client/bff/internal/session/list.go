package session

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"quartet.example/client/bff/internal/core"
	"quartet.example/shared/web"
)

// Lister lists sessions.
type Lister interface {
	ListSessions(ctx context.Context, g core.Group) ([]core.Session, error)
}

// Listed is a session as its user sees it in a list.
type Listed struct {
	ID       string    `json:"id"` // public: only its own user can end a session by it
	This     bool      `json:"this,omitempty"`
	Kind     core.Kind `json:"kind,omitempty"`    // app, or nothing for a browser
	Browser  string    `json:"browser,omitempty"` // "Firefox on Linux"
	SignedIn time.Time `json:"signed_in_at"`
	LastUsed time.Time `json:"last_used_at"` // to the minute
	Ends     time.Time `json:"expires_at"`
}

// Own lists the sessions of the user of own, the session own first, then by last use.
func Own(ctx context.Context, sessions Lister, own core.Session) ([]Listed, error) {
	found, err := sessions.ListSessions(ctx, core.OfUser(own.User.Issuer, own.User.Subject))
	if err != nil {
		return nil, err
	}
	list := make([]Listed, 0, len(found))
	for _, s := range found {
		list = append(list, Listed{
			ID: s.PublicID(), This: s.Handle == own.Handle, Kind: s.Kind, Browser: s.Browser,
			SignedIn: s.Created.UTC(), LastUsed: s.Used.UTC(), Ends: s.Ends.UTC(),
		})
	}
	slices.SortStableFunc(list, func(a, b Listed) int {
		if a.This != b.This && a.This {
			return -1
		}
		if a.This != b.This {
			return 1
		}
		return cmp.Or(b.LastUsed.Compare(a.LastUsed), b.SignedIn.Compare(a.SignedIn))
	})
	return list, nil
}

// list is GET /sessions.
func (h *Handler) list(c echo.Context) error {
	web.SetNoStore(c)
	if err := h.Guard.Call(c.Request()); err != nil {
		return err
	}
	own, err := h.Guard.Current(c.Request(), h.Sessions)
	if err != nil {
		return err
	}
	list, err := Own(c.Request().Context(), h.Lister, own)
	if err != nil {
		return err
	}
	return web.NoStoreJSON(c, http.StatusOK, map[string][]Listed{"sessions": list})
}
