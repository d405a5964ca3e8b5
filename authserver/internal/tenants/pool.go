package tenants

import (
	"errors"
	"sync"

	"quartet.example/shared/oauth"
)

var (
	errBusy   = oauth.TemporarilyUnavailable.With("all issuers in memory are answering requests; the setting tenants is their maximum number")
	errClosed = oauth.TemporarilyUnavailable.With("the server is stopping")
)

// pool holds the tenants. Its lock is never held while a tenant is made or ended.
type pool struct {
	mu      sync.Mutex
	tenants map[string]*tenant
	uses    uint64 // number of uses so far, which orders them
	closed  bool
}

// tenant is one tenant. made is closed when server or err is set.
type tenant struct {
	name   string
	made   chan struct{}
	server Server
	err    error

	// Guarded by the lock of the pool.
	active int    // requests that use it
	last   uint64 // number of its last use
}

// use returns the tenant, for which the caller must call release. If there is none, it makes it if
// create is true, and else returns nil. Of several callers at the same time one makes the tenant, and
// the others wait for it.
func (t *Tenants) use(name string, create bool) (*tenant, error) {
	one, evicted, isNew, err := t.pool.take(name, create, t.Max)
	if err != nil || one == nil {
		return nil, err
	}
	if isNew {
		if evicted != nil {
			t.end(evicted)
		}
		t.make(one)
	}
	<-one.made
	if one.err != nil {
		t.pool.forget(one)
		return nil, one.err
	}
	return one, nil
}

func (t *Tenants) make(one *tenant) {
	defer close(one.made)
	one.err = errClosed // for those who wait, if Make panics
	one.server, one.err = t.Make(one.name)
}

func (t *Tenants) end(one *tenant) {
	_ = one.server.Close() // its state is lost in any case
	t.Ended(one.name)
}

// take returns the tenant and counts the caller as a user of it. A new tenant must still be made by the
// caller, who must first close evicted, if it is not nil.
func (p *pool) take(name string, create bool, limit int) (one, evicted *tenant, isNew bool, err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	one = p.tenants[name]
	switch {
	case one != nil:
	case p.closed:
		return nil, nil, false, errClosed
	case !create:
		return nil, nil, false, nil
	default:
		if len(p.tenants) >= limit {
			if evicted = p.longestIdle(); evicted == nil {
				return nil, nil, false, errBusy
			}
			delete(p.tenants, evicted.name)
		}
		one, isNew = &tenant{name: name, made: make(chan struct{})}, true
		p.tenants[name] = one
	}
	p.count(one, 1)
	return one, evicted, isNew, nil
}

// longestIdle returns the tenant without a request whose last use is the oldest, or nil.
func (p *pool) longestIdle() (found *tenant) {
	for _, one := range p.tenants {
		if one.active == 0 && (found == nil || one.last < found.last) {
			found = one
		}
	}
	return found
}

func (p *pool) count(one *tenant, users int) {
	p.uses++
	one.active, one.last = one.active+users, p.uses
}

func (p *pool) release(one *tenant) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.count(one, -1)
}

// forget removes a tenant that could not be made, so that the next request tries again.
func (p *pool) forget(one *tenant) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.tenants[one.name] == one {
		delete(p.tenants, one.name)
	}
}

// close ends all tenants, also those that are being made.
func (p *pool) close() error {
	p.mu.Lock()
	p.closed = true
	all := p.tenants
	p.tenants = nil
	p.mu.Unlock()
	var errs []error
	for _, one := range all {
		<-one.made
		if one.err == nil {
			errs = append(errs, one.server.Close())
		}
	}
	return errors.Join(errs...)
}
