package directory

import (
	"slices"

	"quartet.example/authserver/internal/core"
)

// Options say what a Directory knows.
type Options struct {
	Issuer     string // the audience of tokens whose scope belongs to no resource
	Users      []*core.User
	Clients    []*core.Client
	Resources  []*core.Resource
	Demo       bool // DemoUsers shows users with their passwords
	HashMemory int  // password checks that may run at once
}

// Directory answers from memory. It is safe for concurrent use; what it returns
// must not be changed.
type Directory struct {
	issuer     string
	clients    map[string]*core.Client
	bySubject  map[string]*core.User
	byUsername map[string]*core.User
	demo       []*core.User
	resources  []*core.Resource
	passwords  *passwords
}

// New makes a Directory.
func New(o Options) *Directory {
	d := &Directory{
		issuer:     o.Issuer,
		clients:    make(map[string]*core.Client, len(o.Clients)),
		bySubject:  make(map[string]*core.User, len(o.Users)),
		byUsername: make(map[string]*core.User, len(o.Users)),
		resources:  slices.Clone(o.Resources),
		passwords:  newPasswords(o.Users, o.HashMemory),
	}
	for _, c := range o.Clients {
		d.clients[c.ID] = c
	}
	for _, u := range o.Users {
		d.bySubject[u.Subject] = u
		d.byUsername[core.NormalizeUsername(u.Username)] = u
		if o.Demo && u.DemoPassword != "" && !u.Disabled {
			d.demo = append(d.demo, u)
		}
	}
	return d
}

// FindClient returns core.ErrNotFound for an unknown client.
func (d *Directory) FindClient(id string) (*core.Client, error) {
	if c, ok := d.clients[id]; ok {
		return c, nil
	}
	return nil, core.ErrNotFound
}

// FindUser returns core.ErrNotFound for an unknown or disabled user.
func (d *Directory) FindUser(sub string) (*core.User, error) {
	if u, ok := d.bySubject[sub]; ok && !u.Disabled {
		return u, nil
	}
	return nil, core.ErrNotFound
}

// DemoUsers are those whom the sign-in page offers as buttons: none in production.
func (d *Directory) DemoUsers() []*core.User { return d.demo }

// Resources are all protected resources, in the order of the seed file.
func (d *Directory) Resources() []*core.Resource { return d.resources }
