package control

import (
	"context"
	"encoding/json"

	"quartet.example/authserver/internal/seed"
)

// roster is the users and clients of the server: the seed file with the changes that were made since.
type roster struct {
	seed    *seed.Seed
	Users   map[string]json.RawMessage // entries by sub; null for a user that was removed
	Clients map[string]json.RawMessage // entries by client_id; null for a client that was removed
}

func newRoster(s *seed.Seed) roster {
	return roster{seed: s, Users: map[string]json.RawMessage{}, Clients: map[string]json.RawMessage{}}
}

// PutUser adds a user, or replaces the user of the same sub. entry is the JSON of an entry of users in a
// seed file, and is checked as there: the error joins one *seed.Error for each problem, which names the
// field and the reason.
func (c *Control) PutUser(_ context.Context, entry json.RawMessage) error {
	return c.change(func(r *roster) error {
		changed, sub, err := r.seed.WithUser(entry, c.SeedOptions)
		if err == nil {
			r.seed, r.Users[sub] = changed, entry
		}
		return err
	})
}

// PutClient is PutUser for a client: an entry of clients in a seed file. It replaces the client of the
// same client_id.
func (c *Control) PutClient(_ context.Context, entry json.RawMessage) error {
	return c.change(func(r *roster) error {
		changed, id, err := r.seed.WithClient(entry, c.SeedOptions)
		if err == nil {
			r.seed, r.Clients[id] = changed, entry
		}
		return err
	})
}

// change changes the users and clients of the server, one caller at a time. If by returns an error,
// nothing changes.
func (c *Control) change(by func(*roster) error) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if err := by(&c.roster); err != nil {
		return err
	}
	c.Directory.SetClients(c.roster.seed.Clients)
	c.Directory.SetUsers(c.roster.seed.Users)
	return nil
}
