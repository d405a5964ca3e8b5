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

// change changes the users and clients of the server, one caller at a time. If they are wrong, it returns
// the error of seed.With, and nothing changes.
func (c *Control) change(by func(seed.Changes)) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	changes := noChanges()
	maps.Copy(changes.Users, c.changes.Users)
	maps.Copy(changes.Clients, c.changes.Clients)
	by(changes)
	changed, err := c.Seed.With(changes, c.SeedOptions)
	if err != nil {
		return err
	}
	c.adopt(changes, changed)
	return nil
}

// adopt uses the users and clients of a seed from now on. c.mu must be held.
func (c *Control) adopt(changes seed.Changes, changed *seed.Seed) {
	c.changes, c.current = changes, changed
	c.Directory.SetClients(changed.Clients)
	c.Directory.SetUsers(changed.Users)
}

func noChanges() seed.Changes {
	return seed.Changes{Users: map[string]json.RawMessage{}, Clients: map[string]json.RawMessage{}}
}
