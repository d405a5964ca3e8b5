package account

import (
	"context"
	"slices"

	"quartet.example/authserver/internal/browser"
	"quartet.example/authserver/internal/core"
	"quartet.example/authserver/internal/ui"
	"quartet.example/shared/oauth"
)

// offlineAccess is not shown as a permission: it says how long an access lasts (OIDC Core §11).
const offlineAccess = "offline_access"

// shown is the maximum number of sessions, and of accesses, on the page. The newest are shown.
const shown = 50

// page collects the lists of the user.
func (h *Handler) page(ctx context.Context, who *browser.SignedIn) (ui.Account, error) {
	page := ui.Account{User: who.User, Form: who.FormKey(path)}
	sessions, err := h.Sessions.Of(ctx, who.Subject)
	if err != nil {
		return page, err
	}
	grants, err := h.Access.GrantsOf(ctx, who.Subject)
	if err != nil {
		return page, err
	}
	consents, err := h.Access.ConsentsOf(ctx, who.Subject)
	if err != nil {
		return page, err
	}
	sessions, page.MoreSessions = newest(sessions, func(one core.Session) bool { return one.ID == who.ID })
	grants, page.MoreAccess = newest(grants, nil)
	for _, one := range sessions {
		page.Sessions = append(page.Sessions, h.session(one, who.ID))
	}
	for _, one := range grants {
		page.Access = append(page.Access, ui.AccountAccess{
			ID: one.ID, Client: h.nameOf(one.ClientID), Words: h.words(one.Scope), Since: one.CreatedAt, Until: one.ExpiresAt, Offline: one.Offline,
		})
	}
	for _, one := range consents {
		page.Consents = append(page.Consents, ui.AccountConsent{
			ID: one.ClientID, Client: h.nameOf(one.ClientID), Words: h.words(one.Scope), Since: one.GrantedAt, Offline: one.Scope.Has(offlineAccess),
		})
	}
	return page, nil
}

// newest returns the first items of all, which is sorted with the newest first, and the number of
// the others. An item for which first returns true is moved to the front, so that it is always
// included.
func newest[T any](all []T, first func(T) bool) (some []T, more int) {
	if first != nil {
		if i := slices.IndexFunc(all, first); i > 0 {
			all = slices.Concat(all[i:i+1], all[:i], all[i+1:])
		}
	}
	n := min(len(all), shown)
	return all[:n], len(all) - n
}

func (h *Handler) session(one core.Session, this string) ui.AccountSession {
	said := ui.AccountSession{
		ID: one.ID, Browser: one.Browser, This: one.ID == this,
		Since: one.AuthTime, Used: one.IdleUntil.Add(-h.Sessions.Idle),
	}
	for _, id := range one.Clients {
		said.Clients = append(said.Clients, h.nameOf(id))
	}
	return said
}

// nameOf returns the name of a client, or its id if it is no longer registered.
func (h *Handler) nameOf(id string) string {
	client, err := h.Clients.FindClient(id)
	if err != nil {
		return id
	}
	return client.Name
}

// words describes the scopes in words. A scope without a description is shown by its name.
func (h *Handler) words(scope oauth.Scope) []string {
	var words []string
	for _, token := range scope {
		if token == offlineAccess { // shown beside the client's name
			continue
		}
		text, ok := h.Scopes.DescribeScope(token)
		if !ok || text == "" {
			text = token
		}
		words = append(words, text)
	}
	return words
}
