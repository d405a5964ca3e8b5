package walk

import (
	"context"
	"net/http"
	"time"

	"quartet.example/demo/stack"
	"quartet.example/inspector/flow"
	"quartet.example/shared/config"
	"quartet.example/shared/oauth"
)

// Target is the authorization server of a walk, and what the walk knows about it.
type Target struct {
	Issuer  string
	API     string             // the protected resource; "": none is requested
	App     string             // another client of the same server, where the user can sign in; "": none
	Clients map[Part]ClientKey // by their part in the flows
	User    *User              // who signs in; nil: the person at the terminal, in a browser of their own

	// Recording returns the messages of a trace (W3C Trace Context) that the services have recorded so
	// far. nil: only the messages of this program are known.
	Recording func(ctx context.Context, trace string) ([]*flow.Hop, error)

	// Transport sends the requests; nil: one that can reach *.localhost.
	Transport http.RoundTripper

	// Wait waits until a device may poll again; nil: it waits that long.
	Wait func(context.Context, time.Duration) error
}

// Part is what a client does in a flow.
type Part string

// The parts of clients. A walk with one client uses it for all parts.
const (
	WebApp    Part = "web"       // acts for a user, and keeps a secret
	NativeApp Part = "native"    // acts for a user, and cannot keep a secret
	Machine   Part = "service"   // acts for itself
	Device    Part = "tv"        // has no browser
	Exchanger Part = "exchanger" // exchanges tokens of NativeApp
	API       Part = "api"       // the resource server, as a client of the introspection endpoint
)

// ClientKey is how a client authenticates (RFC 6749 §2.3).
type ClientKey struct {
	ID          string
	Secret      config.Secret // "": a public client
	Method      oauth.AuthMethod
	RedirectURI string   // "": a free port of this machine
	Scope       []string // nil: those of the flow
}

// User is a user with a password.
type User struct {
	Name     string
	Password config.Secret
}

// Ours returns the target for a running stack of this project with the clients and users of the built-in
// seed (authserver/internal/seed/default.yaml), whose secrets are public.
func Ours(s *stack.Settings) *Target {
	return &Target{
		Issuer: s.Authserver.Issuer, API: s.Resourceserver.Resource, App: s.Client.PublicURL,
		User: &User{"alice", "wonderland"},
		Clients: map[Part]ClientKey{
			WebApp:    seeded("web"),
			NativeApp: {ID: "native", Method: oauth.NoAuthentication},
			Machine:   seeded("service"),
			Device:    {ID: "tv", Method: oauth.NoAuthentication},
			Exchanger: seeded("exchanger"),
			API:       seeded("notes-api"),
		},
	}
}

// seeded returns a confidential client of the built-in seed.
func seeded(id string) ClientKey {
	return ClientKey{ID: id, Secret: config.Secret(id + "-dev-secret-not-for-production"), Method: oauth.ClientSecretBasic}
}

// wait waits for d, or until ctx ends.
func (t *Target) wait(ctx context.Context, d time.Duration) error {
	if t.Wait != nil {
		return t.Wait(ctx, d)
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
