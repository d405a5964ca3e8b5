package control

import (
	"context"
	"encoding/json"
	"maps"

	"quartet.example/authserver/internal/seed"
)

// PutUser adds a user, or replaces the user of the same sub. entry is the JSON of an entry of users in a
// seed file, and is checked as there: the error joins one *seed.Error for each problem, which names the
// field and the reason.
func (c *Control) PutUser(_ context.Context, entry json.RawMessage) error {
	sub, err := seed.SubOf(entry)
	if err != nil {
		return err
	}
	return c.change(func(changes seed.Changes) { changes.Users[sub] = entry })
}

// PutClient is PutUser for a client: an entry of clients in a seed file. It replaces the client of the
// same client_id.
func (c *Control) PutClient(_ context.Context, entry json.RawMessage) error {
	id, err := seed.ClientIDOf(entry)
	if err != nil {
		return err
	}
	return c.change(func(changes seed.Changes) { changes.Clients[id] = entry })
}

// PutResource is PutUser for a protected resource and its scopes. It replaces the resource of the same
// identifier.
func (c *Control) PutResource(_ context.Context, entry json.RawMessage) error {
	id, err := seed.ResourceOf(entry)
	if err != nil {
		return err
	}
	return c.change(func(changes seed.Changes) { changes.Resources[id] = entry })
}

// PutScope is PutUser for a scope about the user. It replaces the scope of the same name.
func (c *Control) PutScope(_ context.Context, name string, entry json.RawMessage) error {
	return c.change(func(changes seed.Changes) { changes.Scopes[name] = entry })
}

// maxChanges is the largest number of entries that differ from the seed. Each change reads all of them again.
const maxChanges = 2000

var errTooMany = &seed.Error{Reason: "more than 2000 users, clients, resources and scopes differ from the seed; reset the server, or use a seed file"}

// change changes the entries of the server, one caller at a time. If they are wrong, it returns
// the error of seed.With, and nothing changes.
func (c *Control) change(by func(seed.Changes)) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	changes := noChanges()
	maps.Copy(changes.Users, c.changes.Users)
	maps.Copy(changes.Clients, c.changes.Clients)
	maps.Copy(changes.Resources, c.changes.Resources)
	maps.Copy(changes.Scopes, c.changes.Scopes)
	by(changes)
	if len(changes.Users)+len(changes.Clients)+len(changes.Resources)+len(changes.Scopes) > maxChanges {
		return errTooMany
	}
	changed, err := c.Seed.With(changes, c.SeedOptions)
	if err != nil {
		return err
	}
	return c.adopt(changes, changed)
}

// adopt uses the entries of a seed from now on. c.mu must be held.
func (c *Control) adopt(changes seed.Changes, changed *seed.Seed) error {
	c.changes, c.current = changes, changed
	c.Directory.SetResources(changed.Resources, changed.Scopes, changed.Releases)
	c.Directory.SetClients(changed.Clients)
	c.Directory.SetUsers(changed.Users)
	return c.Metadata.SetScopes(c.Directory.ScopesSupported(), c.Directory.ClaimRules().Names())
}

func noChanges() seed.Changes {
	return seed.Changes{
		Users: map[string]json.RawMessage{}, Clients: map[string]json.RawMessage{},
		Resources: map[string]json.RawMessage{}, Scopes: map[string]json.RawMessage{},
	}
}
