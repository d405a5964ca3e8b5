package clientauth

import (
	"context"
	"errors"
	"net/http"
	"net/url"

	"quartet.example/authserver/internal/checks"
	"quartet.example/authserver/internal/core"
	"quartet.example/shared/oauth"
)

// Clients is where registered clients are found.
type Clients interface {
	// FindClient returns core.ErrNotFound for a client that nobody registered.
	FindClient(id string) (*core.Client, error)
}

// Authenticator authenticates clients. Realm is the issuer, named in challenges.
type Authenticator struct {
	Clients Clients
	Realm   string
}

// Authenticate gives the client that sent the request, or an *oauth.Error: 400
// invalid_request if it is ambiguous, else 401 invalid_client with a challenge.
// The form is the body of the request, each parameter at most once.
func (a *Authenticator) Authenticate(ctx context.Context, r *http.Request, form url.Values) (*core.Client, error) {
	given, err := read(r.Header, form)
	if errors.Is(err, errManyMethods) {
		return nil, checks.ClientOneMethod.Fail(ctx, err) // RFC 6749 §2.3
	}
	if err != nil {
		return nil, a.refuse(ctx, &checks.ClientPresent, err)
	}
	_ = checks.ClientOneMethod.Require(ctx, true)
	client, err := a.verify(ctx, given)
	if err != nil {
		return nil, err
	}
	named := form.Get("client_id") // RFC 6749 §3.2.1
	if err := checks.ClientSame.Require(ctx, named == "" || named == client.ID); err != nil {
		return nil, err
	}
	return client, nil
}

// verify does the same work whether the client is known or not.
func (a *Authenticator) verify(ctx context.Context, given credentials) (*core.Client, error) {
	client, err := a.Clients.FindClient(given.id)
	if err != nil && !errors.Is(err, core.ErrNotFound) {
		return nil, err
	}
	stored := nobody
	if err == nil && client.SecretHash != "" {
		stored = client.SecretHash
	}
	matches := oauth.HashMatches(given.secret, stored)
	switch {
	case err != nil:
		return nil, a.refuse(ctx, &checks.ClientKnown, err)
	case client.AuthMethod != given.method:
		return nil, a.refuse(ctx, &checks.ClientMethod, errors.New("registered for "+string(client.AuthMethod)+", came with "+string(given.method)))
	case given.method != oauth.NoAuthentication && (!matches || given.secret == "" || client.SecretHash == ""):
		return nil, a.refuse(ctx, &checks.ClientAuth, nil)
	}
	for _, passed := range [...]*oauth.Check{&checks.ClientKnown, &checks.ClientMethod, &checks.ClientAuth} {
		_ = passed.Require(ctx, true) // for the inspector
	}
	return client, nil
}

// nobody has the length of a hash (SHA-256 in base64url), and is the hash of nothing.
const nobody = "-------------------------------------------"

// refuse fails the check with the challenge that RFC 6749 §5.2 asks for.
func (a *Authenticator) refuse(ctx context.Context, check *oauth.Check, cause error) *oauth.Error {
	return check.Fail(ctx, cause).WithChallenge(a.challenge())
}

// RequireConfidential refuses a public client where knowing a client_id is not
// enough.
func (a *Authenticator) RequireConfidential(ctx context.Context, client *core.Client) error {
	if client.Public() {
		return a.refuse(ctx, &checks.ClientConfidential, nil)
	}
	return checks.ClientConfidential.Require(ctx, true)
}

// challenge is of RFC 7617 §2, also for clients that authenticate in the body:
// a 401 must carry one (RFC 9110 §11.6.1).
func (a *Authenticator) challenge() string {
	return `Basic realm="` + a.Realm + `", charset="UTF-8"`
}
