package directory

import (
	"cmp"
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

// Directory finds users, clients, resources and scopes in memory. It is safe for concurrent use.
// Callers must not change what it returns.
type Directory struct {
	issuer    string
	clients   map[string]*core.Client
	resources []*core.Resource
	scopes    []claims.Scope // about a user: those of OpenID Connect, then those of the seed file
	releases  []claims.Release
	passwords *passwords

	seed       []*core.User // as in the seed file
	showDemo   bool
	overrides  Overrides
	people     atomic.Pointer[people]
	refreshing sync.Mutex
}

// New makes a Directory.
func New(o Options) *Directory {
	d := &Directory{
		issuer:    o.Issuer,
		clients:   make(map[string]*core.Client, len(o.Clients)),
		resources: slices.Clone(o.Resources),
		scopes:    slices.Concat(claims.Scopes(), o.Scopes),
		releases:  slices.Clone(o.Releases),
		passwords: newPasswords(o.HashMemory),
		seed:      slices.Clone(o.Users), showDemo: o.Demo, overrides: o.Overrides,
	}
	for _, c := range o.Clients {
		d.clients[c.ID] = c
	}
	d.people.Store(d.peopleAt("", nil))
	return d
}

// FindClient returns core.ErrNotFound for an unknown client.
func (d *Directory) FindClient(id string) (*core.Client, error) {
	if c, ok := d.clients[id]; ok {
		return c, nil
	}
	return nil, core.ErrNotFound
}

// ClientsWithPages returns the clients that have a home page (client_uri, RFC 7591 §2), sorted by
// name.
func (d *Directory) ClientsWithPages() []*core.Client {
	var found []*core.Client
	for _, c := range d.clients {
		if c.ClientURI != "" {
			found = append(found, c)
		}
	}
	slices.SortFunc(found, func(a, b *core.Client) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID)) })
	return found
}

// Resources returns all protected resources, in the order of the seed file.
func (d *Directory) Resources() []*core.Resource { return d.resources }

// ExchangeTarget tells whether some client may exchange tokens for tokens of this resource (RFC
// 8693).
func (d *Directory) ExchangeTarget(resource string) bool {
	for _, c := range d.clients {
		if slices.Contains(c.ExchangeResources, resource) {
			return true
		}
	}
	return false
}
