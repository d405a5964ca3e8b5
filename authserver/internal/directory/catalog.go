package directory

import (
	"slices"

	"quartet.example/authserver/internal/claims"
	"quartet.example/authserver/internal/core"
)

// catalog is all resources and scopes at one time. The value is immutable.
type catalog struct {
	resources []*core.Resource
	scopes    []claims.Scope   // about a user: those of OpenID Connect, then those of the seed file
	releases  []claims.Release // which claims the scopes release, beyond OIDC Core §5.4
}

func newCatalog(resources []*core.Resource, scopes []claims.Scope, releases []claims.Release) *catalog {
	return &catalog{slices.Clone(resources), slices.Concat(claims.Scopes(), scopes), slices.Clone(releases)}
}

// SetResources replaces all resources, all scopes about a user beyond those of OpenID Connect, and what the
// scopes release.
func (d *Directory) SetResources(resources []*core.Resource, scopes []claims.Scope, releases []claims.Release) {
	d.changing.Lock()
	defer d.changing.Unlock()
	d.catalog.Store(newCatalog(resources, scopes, releases))
	now := d.people.Load()
	d.people.Store(d.peopleAt(now.version, now.said, now.seed))
}

// Resources returns all protected resources, in the order of the seed file.
func (d *Directory) Resources() []*core.Resource { return d.catalog.Load().resources }
