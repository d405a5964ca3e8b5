package control

import (
	"context"
	"net/http"
	"sync"
	"time"

	"quartet.example/authserver/internal/browser"
	"quartet.example/authserver/internal/control/fault"
	"quartet.example/authserver/internal/control/record"
	"quartet.example/authserver/internal/core"
	"quartet.example/authserver/internal/directory"
	"quartet.example/authserver/internal/keys"
	"quartet.example/authserver/internal/mint"
	"quartet.example/authserver/internal/seed"
	"quartet.example/shared/democlock"
	"quartet.example/shared/seal"
)

// Options are the parts of the server that the verbs use. All but Clock are required.
type Options struct {
	Issuer    string
	Handler   http.Handler // the whole server, as it answers requests from the network
	Directory *directory.Directory
	Metadata  Metadata
	Keys      *keys.Ring
	Minter    *mint.Minter
	Sessions  *browser.Sessions
	Now       func() time.Time
	Clock     *democlock.Clock // nil: the clock cannot be moved
	GrantTTL  time.Duration    // lifetime of a grant
	Store     Store
	Faults    *fault.Queue // responses that go wrong
	Requests  *record.Log  // the requests so far

	Seed        *seed.Seed // the users and clients at start
	SeedOptions seed.Options

	Box    *seal.Box // encrypts what Export returns
	Forget []func()  // called by Reset, for state outside of the store
}

// Metadata is the metadata documents, in which new scopes and claims are then listed.
type Metadata interface {
	SetScopes(scopes, claims []string) error
}

// Store has what users allowed, and a copy of everything.
type Store interface {
	ConsentsOf(ctx context.Context, sub string) ([]core.Consent, error)
	RevokeConsent(ctx context.Context, sub, clientID string) error
	Records(ctx context.Context) ([]core.Record, error)
	// Restore returns an error, and changes nothing, for records that are not of such a copy.
	Restore(ctx context.Context, records []core.Record) error
}

// Control is the verbs of one server. It is safe for concurrent use.
type Control struct {
	Options
	browsers sync.Map // browserOf → *useragent.Jar

	mu      sync.Mutex   // held while users and clients change
	changes seed.Changes // since the start
	current *seed.Seed   // with the changes
}

// New returns the verbs of a server.
func New(o Options) *Control {
	if o.SeedOptions.Hash != nil {
		o.SeedOptions.Hash = once(o.SeedOptions.Hash)
	}
	return &Control{Options: o, changes: noChanges(), current: o.Seed}
}

// once returns a function that hashes each password once: each change of a user or client checks all users
// again, and a hash takes 20 ms.
func once(hash func(string) (string, error)) func(string) (string, error) {
	var made sync.Map
	return func(password string) (string, error) {
		if known, has := made.Load(password); has {
			text, _ := known.(string)
			return text, nil
		}
		text, err := hash(password)
		if err == nil {
			made.Store(password, text)
		}
		return text, err
	}
}
