package control

import (
	"context"
	"fmt"

	"quartet.example/authserver/internal/core"
)

// Logout ends all sessions and grants of a user, as the button of the account page does, and sends the
// logout tokens (OIDC Back-Channel Logout §2.5). It returns when each client was notified once, or after
// the setting logout-patience. user is a username or a sub.
func (c *Control) Logout(ctx context.Context, user string) error {
	found, err := c.findUser(user)
	if err != nil {
		return err
	}
	return c.Sessions.EndEverythingOf(ctx, found.Subject)
}

// findUser returns the user with this username or sub, who may be disabled. The error names the user.
func (c *Control) findUser(user string) (*core.User, error) {
	name := core.NormalizeUsername(user)
	for _, u := range c.Directory.Users() {
		if u.Subject == user || core.NormalizeUsername(u.Username) == name {
			return u, nil
		}
	}
	return nil, fmt.Errorf("user: there is no user %q", user)
}
