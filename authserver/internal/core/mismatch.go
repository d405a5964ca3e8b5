package core

import (
	"strings"

	"quartet.example/shared/oauth"
)

// LacksScope says which scope tokens of a request the registration of the client does not have.
func (c *Client) LacksScope(asked oauth.Scope) oauth.Mismatch {
	missing := asked.Without(c.Scope).String()
	if missing == "" {
		missing = "a scope that no resource has"
	}
	return oauth.Mismatch{Note: "not registered: " + missing + ", registered: " + c.Scope.String()}
}

// LacksGrant says for which grants the client is registered.
func (c *Client) LacksGrant(asked oauth.GrantType) oauth.Mismatch {
	registered := make([]string, len(c.GrantTypes))
	for i, grant := range c.GrantTypes {
		registered[i] = string(grant)
	}
	return oauth.Mismatch{Note: "not registered: " + string(asked) + ", registered: " + strings.Join(registered, " ")}
}
