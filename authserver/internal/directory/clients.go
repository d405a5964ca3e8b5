package directory

import (
	"cmp"
	"slices"

	"quartet.example/authserver/internal/core"
)

// clients are all clients at one time. The value is immutable.
type clients struct {
	all  []*core.Client
	byID map[string]*core.Client
}

// SetClients replaces all clients.
func (d *Directory) SetClients(all []*core.Client) {
	now := &clients{all: slices.Clone(all), byID: make(map[string]*core.Client, len(all))}
	for _, c := range all {
		now.byID[c.ID] = c
	}
	d.clients.Store(now)
}

// Clients returns all clients, in the order of the seed file.
func (d *Directory) Clients() []*core.Client { return d.clients.Load().all }

// FindClient returns core.ErrNotFound for an unknown client.
func (d *Directory) FindClient(id string) (*core.Client, error) {
	if c, ok := d.clients.Load().byID[id]; ok {
		return c, nil
	}
	return nil, core.ErrNotFound
}

// ClientsWithPages returns the clients that have a home page (client_uri, RFC 7591 §2), sorted by
// name.
func (d *Directory) ClientsWithPages() []*core.Client {
	var found []*core.Client
	for _, c := range d.Clients() {
		if c.ClientURI != "" {
			found = append(found, c)
		}
	}
	slices.SortFunc(found, func(a, b *core.Client) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID)) })
	return found
}

// ExchangeTarget tells whether some client may exchange tokens for tokens of this resource (RFC
// 8693).
func (d *Directory) ExchangeTarget(resource string) bool {
	return slices.ContainsFunc(d.Clients(), func(c *core.Client) bool { return slices.Contains(c.ExchangeResources, resource) })
}
