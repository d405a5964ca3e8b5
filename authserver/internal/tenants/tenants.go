package tenants

import (
	"context"
	"io"
	"net/http"

	"quartet.example/authserver/internal/checks"
)

// Server is the server of one tenant.
type Server interface {
	http.Handler
	io.Closer
}

// Options are required.
type Options struct {
	Path   string                            // path of the base issuer, such as "" or /oauth
	Routes []string                          // paths of the base server, without Path
	Max    int                               // number of tenants in memory, at least 1
	Make   func(name string) (Server, error) // makes the server of a tenant, whose issuer path is Path/name
	Base   http.Handler                      // answers all requests that are for no tenant, and refuses with Refusal
	Ended  func(name string)                 // is called when a tenant ends to make room for another one
}

// Tenants is the handler of the base server and of all tenants. It is safe for concurrent use.
type Tenants struct {
	Options
	endpoints, reserved []string
	pool                pool
}

// New returns a handler without tenants.
func New(o Options) *Tenants {
	return &Tenants{Options: o, endpoints: endpointsOf(o.Routes), reserved: firstParts(o.Routes), pool: pool{tenants: map[string]*tenant{}}}
}

// ServeHTTP answers with the tenant that the path names, or with the base server. It makes the tenant if
// the request is for an endpoint, and no page of another site sent it.
func (t *Tenants) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	name, endpoint := t.split(r.URL.Path)
	if name == "" {
		if err := t.misnamed(r.URL.Path); err != nil {
			r = refuse(r, err)
		}
		t.Base.ServeHTTP(w, r)
		return
	}
	foreign, isEndpoint := ofOtherSite(r.Header), t.isEndpoint(endpoint)
	one, err := t.use(name, isEndpoint && foreign == nil)
	if one == nil && err == nil && isEndpoint {
		err = checks.TenantSite.Fail(r.Context(), foreign)
	}
	switch {
	case err != nil:
		t.Base.ServeHTTP(w, refuse(r, err))
	case one == nil:
		t.Base.ServeHTTP(w, r)
	default:
		defer t.pool.release(one)
		one.server.ServeHTTP(w, r)
	}
}

// refusalKey is the key of the context for Refusal.
type refusalKey struct{}

// refuse returns the request with the error that Refusal returns.
func refuse(r *http.Request, err error) *http.Request {
	return r.WithContext(context.WithValue(r.Context(), refusalKey{}, err))
}

// Refusal returns the error with which the base server must answer the request of this context, or nil.
// Then the request is for a tenant that cannot be, or could not be made.
func Refusal(ctx context.Context) error {
	err, _ := ctx.Value(refusalKey{}).(error)
	return err
}

// Close ends all tenants and waits for those that are being made. Later requests for tenants are refused.
func (t *Tenants) Close() error { return t.pool.close() }
