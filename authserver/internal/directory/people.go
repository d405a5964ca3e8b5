package directory

import (
	"context"
	"maps"
	"slices"

	"quartet.example/authserver/internal/claims"
	"quartet.example/authserver/internal/core"
)

// Overrides stores the changes that operators made to users. All replicas share them.
type Overrides interface {
	// OverridesVersion returns a version that changes with every change.
	OverridesVersion(ctx context.Context) (string, error)
	// FindOverrides returns the changes by subject, and their version.
	FindOverrides(ctx context.Context) (map[string]core.Override, string, error)
}

// people are the users at one version: those of the seed file with the changes of operators. The
// value is immutable.
type people struct {
	version    string
	said       map[string]core.Override // the changes
	seed       []*core.User             // without the changes
	bySubject  map[string]*core.User
	byUsername map[string]*core.User
	demo       []*core.User
	dummies    map[work]string // hashes that no password matches, by their cost
	rules      claims.Rules    // which scopes release which claims
}

// peopleAt returns the people at a version of the changes of operators (said).
func (d *Directory) peopleAt(version string, said map[string]core.Override, seed []*core.User) *people {
	p := newPeople(seed, said, version, d.showDemo)
	var named []string
	for _, u := range p.bySubject {
		named = slices.AppendSeq(named, maps.Keys(u.Claims))
	}
	p.rules = claims.NewRules(d.catalog.Load().releases, named)
	return p
}

// ClaimRules returns which scopes release which claims of a user.
func (d *Directory) ClaimRules() claims.Rules { return d.people.Load().rules }

// newPeople applies the changes of operators (said) to the users of the seed file.
func newPeople(seed []*core.User, said map[string]core.Override, version string, demo bool) *people {
	p := &people{
		version: version, said: said, seed: seed,
		bySubject:  make(map[string]*core.User, len(seed)),
		byUsername: make(map[string]*core.User, len(seed)),
	}
	var there []*core.User
	for _, u := range seed {
		if o, has := said[u.Subject]; has {
			u = overridden(u, o)
		}
		if u == nil {
			continue
		}
		there = append(there, u)
		p.bySubject[u.Subject] = u
		p.byUsername[core.NormalizeUsername(u.Username)] = u
		if demo && u.DemoPassword != "" && !u.Disabled {
			p.demo = append(p.demo, u)
		}
	}
	p.dummies = dummies(there)
	return p
}

// overridden returns the user with the change of an operator, or nil for a deleted user.
func overridden(u *core.User, o core.Override) *core.User {
	if o.Deleted {
		return nil
	}
	changed := *u
	changed.Disabled, changed.SignInAgain = o.Disabled, o.SignInAgain
	if o.PasswordHash != "" {
		changed.PasswordHash, changed.DemoPassword = o.PasswordHash, ""
	}
	return &changed
}

// Refresh applies the changes that operators made since the last call. If there are none, it reads
// only the version.
func (d *Directory) Refresh(ctx context.Context) error {
	if d.overrides == nil {
		return nil
	}
	d.changing.Lock()
	defer d.changing.Unlock()
	version, err := d.overrides.OverridesVersion(ctx)
	if err != nil || version == d.people.Load().version {
		return err
	}
	said, version, err := d.overrides.FindOverrides(ctx)
	if err != nil {
		return err
	}
	d.people.Store(d.peopleAt(version, said, d.people.Load().seed))
	return nil
}

// SetUsers replaces all users. The changes of operators apply to them too.
func (d *Directory) SetUsers(users []*core.User) {
	d.changing.Lock()
	defer d.changing.Unlock()
	now := d.people.Load()
	d.people.Store(d.peopleAt(now.version, now.said, slices.Clone(users)))
}

// FindUser returns core.ErrNotFound for an unknown, disabled or deleted user.
func (d *Directory) FindUser(sub string) (*core.User, error) {
	if u, ok := d.people.Load().bySubject[sub]; ok && !u.Disabled {
		return u, nil
	}
	return nil, core.ErrNotFound
}

// DemoUsers returns the users that the sign-in page shows as buttons. There are none in production.
func (d *Directory) DemoUsers() []*core.User { return d.people.Load().demo }

// Users returns all users, including disabled ones, in the order of the seed file.
func (d *Directory) Users() []*core.User {
	now := d.people.Load()
	var all []*core.User
	for _, u := range now.seed {
		if found, ok := now.bySubject[u.Subject]; ok {
			all = append(all, found)
		}
	}
	return slices.Clip(all)
}
