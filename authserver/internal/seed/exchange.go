package seed

import (
	"slices"

	"quartet.example/authserver/internal/core"
	"quartet.example/shared/oauth"
)

// exchange reads what a client may do by token exchange (RFC 8693). Client names are checked later,
// by exchangeClients, because they may be defined further down in the file.
func (r *reader) exchange(e clientEntry, c *core.Client, resources []*core.Resource) (clients, targets []string) {
	for _, t := range e.ExchangeClients {
		clients = append(clients, t.value)
	}
	for _, t := range e.ExchangeResources {
		known := slices.ContainsFunc(resources, func(one *core.Resource) bool { return one.ID == t.value })
		r.refuse(!known, t.line, "exchange_resources", "%q is not a resource of this file", t.value)
		targets = append(targets, t.value)
	}
	registered := c.MayUse(oauth.TokenExchangeGrant)
	r.refuse(registered && len(targets) == 0, e.line, "exchange_resources", "is missing: a client that exchanges tokens needs at least one resource")
	r.refuse(registered && c.Public(), e.line, "grant_types", "token exchange is for confidential clients (RFC 8693 §2.1)")
	r.refuse(!registered && len(clients)+len(targets) > 0, e.line, "grant_types", "exchange_clients and exchange_resources need %s", oauth.TokenExchangeGrant)
	return clients, targets
}

// exchangeClients checks that the names in exchange_clients are clients of this file.
func (r *reader) exchangeClients(entries []clientEntry) {
	for _, e := range entries {
		for _, t := range e.ExchangeClients {
			known := slices.ContainsFunc(entries, func(one clientEntry) bool { return one.ClientID.value == t.value })
			r.refuse(!known, t.line, "exchange_clients", "%q is not a client of this file", t.value)
		}
	}
}
