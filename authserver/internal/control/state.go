package control

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	strict "github.com/go-json-experiment/json"

	"quartet.example/authserver/internal/core"
	"quartet.example/authserver/internal/seed"
)

// stateVersion changes when the meaning of a state changes.
const stateVersion = 1

// state is what Export returns. It has no secret in clear: the store has hashes only, and the users and
// clients, with their secrets, are encrypted with a key that is derived from the seal key.
type state struct {
	Version int           `json:"version"`
	Time    time.Time     `json:"time"`    // of the server's clock
	Entries string        `json:"entries"` // seed.Changes as JSON, sealed
	Records []core.Record `json:"records"`
}

// entriesName is the name to which the sealed entries are bound.
const entriesName = "control state entries"

// Reset takes the server back to its start: users and clients are those of the seed file, nobody is signed
// in, nothing was allowed, no fault is queued and no request recorded. Tokens from before are revoked,
// except those of Issue. The signing keys stay, and so does the clock. No request must be in progress.
func (c *Control) Reset(ctx context.Context) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if err := c.restore(ctx, noChanges(), nil); err != nil {
		return err
	}
	for _, forget := range append(slices.Clone(c.Forget), c.Faults.Clear, c.Requests.Clear) {
		forget()
	}
	return nil
}

// Export returns a copy of the state as JSON: the users and clients that were added, changed or removed,
// sessions, grants, codes, consents and counters. It has neither the signing keys nor the faults and
// recorded requests.
func (c *Control) Export(ctx context.Context) (json.RawMessage, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	entries, err := json.Marshal(c.changes)
	if err != nil {
		return nil, fmt.Errorf("export: %w", err)
	}
	records, err := c.Store.Records(ctx)
	if err != nil {
		return nil, fmt.Errorf("export: %w", err)
	}
	return json.Marshal(state{Version: stateVersion, Time: c.Now().UTC(), Entries: c.Box.Seal(entries, entriesName), Records: records})
}

// Import replaces the state by one of Export. The server must have the same seal key and seed file as the
// one that exported it; the issuer may be another one. It returns an error, and changes nothing, for
// another version, another seal key, a time that is ahead of the clock of this server, and for content
// that this server does not accept. Grants that are not in the state are revoked. A resource server that
// has learned that a grant was revoked does not accept it again. No request must be in progress.
func (c *Control) Import(ctx context.Context, exported json.RawMessage) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	var s state
	if err := strict.Unmarshal(exported, &s, strict.RejectUnknownMembers(true)); err != nil {
		return fmt.Errorf("state: is no JSON of an export: %w", err)
	}
	changes, err := c.open(s)
	if err != nil {
		return fmt.Errorf("state: %w", err)
	}
	return c.restore(ctx, changes, s.Records)
}

// open checks a state, and returns its users and clients.
func (c *Control) open(s state) (seed.Changes, error) {
	changes := noChanges()
	if s.Version != stateVersion {
		return changes, fmt.Errorf("version: want %d, got %d; export it again", stateVersion, s.Version)
	}
	if ahead := s.Time.Sub(c.Now()); ahead > 0 {
		return changes, fmt.Errorf("time: is %s ahead of the clock of this server; advance the clock first", ahead.Round(time.Second))
	}
	entries, err := c.Box.Open(s.Entries, entriesName)
	if err != nil {
		return changes, errors.New("entries: cannot be decrypted; start this server with the seal-key of the server that exported the state")
	}
	return changes, json.Unmarshal(entries, &changes)
}

// restore replaces users, clients and records. c.mu must be held. If they are wrong, nothing changes.
func (c *Control) restore(ctx context.Context, changes seed.Changes, records []core.Record) error {
	changed, err := c.Seed.With(changes, c.SeedOptions)
	if err != nil {
		return err
	}
	if err := c.Store.Restore(ctx, records); err != nil {
		return err
	}
	if err := c.adopt(changes, changed); err != nil {
		return err
	}
	c.browsers.Clear()
	return c.Directory.Refresh(ctx) // the changes of operators are among the records
}
