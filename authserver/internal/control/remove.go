package control

import (
	"context"

	"quartet.example/authserver/internal/core"
	"quartet.example/authserver/internal/seed"
)

// RemoveUser removes a user. All sessions, grants and consents of the user end, and the clients are
// notified, as by Logout. user is a username or a sub. If there is none, the error is oauth.NotFound.
func (c *Control) RemoveUser(ctx context.Context, user string) error {
	found, err := c.findUser(user)
	if err != nil {
		return missing(err)
	}
	if err := c.change(func(changes seed.Changes) { changes.Users[found.Subject] = nil }); err != nil {
		return err
	}
	if err := c.Sessions.EndEverythingOf(ctx, found.Subject); err != nil {
		return err
	}
	return c.forget(ctx, found.Subject, func(core.Consent) bool { return true })
}

// RemoveClient removes a client, unless another client refers to it. All grants and consents that users gave it end.
// If there is none, the error is oauth.NotFound.
func (c *Control) RemoveClient(ctx context.Context, id string) error {
	if _, err := c.Directory.FindClient(id); err != nil {
		return missing(errNoClient(id))
	}
	if err := c.change(func(changes seed.Changes) { changes.Clients[id] = nil }); err != nil {
		return err
	}
	for _, u := range c.Directory.Users() {
		if err := c.Sessions.EndAccessOf(ctx, u.Subject, id); err != nil {
			return err
		}
		if err := c.forget(ctx, u.Subject, func(one core.Consent) bool { return one.ClientID == id }); err != nil {
			return err
		}
	}
	return nil
}

// forget revokes those consents of a user for which meant returns true.
func (c *Control) forget(ctx context.Context, sub string, meant func(core.Consent) bool) error {
	consents, err := c.Store.ConsentsOf(ctx, sub)
	if err != nil {
		return err
	}
	for _, one := range consents {
		if !meant(one) {
			continue
		}
		if err := c.Store.RevokeConsent(ctx, sub, one.ClientID); err != nil {
			return err
		}
	}
	return nil
}
