package directory

import (
	"slices"
	"sync"
	"sync/atomic"

	"quartet.example/authserver/internal/claims"
	"quartet.example/authserver/internal/core"
)

// Options are the contents and settings of a Directory.
type Options struct {
	Issuer     string // the audience of tokens whose scope belongs to no resource
	Users      []*core.User
	Clients    []*core.Client
	Resources  []*core.Resource
	Scopes     []claims.Scope   // about a user, beyond those of OpenID Connect
	Releases   []claims.Release // which claims the scopes release, beyond OIDC Core §5.4
	Demo       bool             // DemoUsers returns users with their passwords
	HashMemory int              // memory for password checks, in units of 19 MiB; at least 1

	Overrides Overrides // changes that operators made to users; nil for none
}

// Directory finds users, clients, resources and scopes in memory. It is safe for concurrent use, and
// finding takes no lock. Callers must not change what it returns.
type Directory struct {
	issuer    string
	passwords *passwords
	clients   atomic.Pointer[clients]
	catalog   atomic.Pointer[catalog]

	showDemo  bool
	overrides Overrides
	people    atomic.Pointer[people]
	changing  sync.Mutex // held while people change
}

// New makes a Directory.
func New(o Options) *Directory {
	d := &Directory{
		issuer: o.Issuer, passwords: newPasswords(o.HashMemory),
		showDemo: o.Demo, overrides: o.Overrides,
	}
	d.catalog.Store(newCatalog(o.Resources, o.Scopes, o.Releases))
	d.SetClients(o.Clients)
	d.people.Store(d.peopleAt("", nil, slices.Clone(o.Users)))
	return d
}
