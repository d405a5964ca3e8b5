package clientauth

import (
	"context"
	"errors"
	"net/http"
	"net/url"

	"quartet.example/authserver/internal/assertion"
	"quartet.example/authserver/internal/checks"
	"quartet.example/authserver/internal/core"
	"quartet.example/shared/oauth"
)

// Clients finds registered clients.
type Clients interface {
	// FindClient returns core.ErrNotFound for a client that is not registered.
	FindClient(id string) (*core.Client, error)
}

// Assertions verifies client assertions.
type Assertions interface {
	// Verify returns nil if the client made the assertion for this server, if it is valid
	// now, and if it was not used before.
	Verify(ctx context.Context, client *core.Client, a assertion.Assertion) error
}

// Authenticator authenticates clients. Realm is the issuer, named in challenges.
type Authenticator struct {
	Clients    Clients
	Realm      string
	Assertions Assertions // nil: no client may use assertions
	Guesses    *Guesses   // nil: wrong secrets are not counted
	Dev        bool       // errors name the registered method; in production that would tell strangers what is registered
}

// Authenticate returns the client that sent the request, or an *oauth.Error: 400
// invalid_request if the request uses several methods or names two clients, else 401
// invalid_client with a challenge. The form is the body of the request, in which each
// parameter occurs once at most.
func (a *Authenticator) Authenticate(ctx context.Context, r *http.Request, form url.Values) (*core.Client, error) {
	given, err := read(r.Header, form)
	if errors.Is(err, errManyMethods) {
		return nil, checks.ClientOneMethod.Fail(ctx, err) // RFC 6749 §2.3
	}
	if errors.Is(err, errAssertion) {
		return nil, a.refuse(ctx, &checks.AssertionType, err)
	}
	if err != nil {
		return nil, a.refuse(ctx, &checks.ClientPresent, err)
	}
	checks.ClientOneMethod.Pass(ctx)
	named := form.Get("client_id") // RFC 6749 §3.2.1, before an assertion is used up
	if err := checks.ClientSame.Require(ctx, named == "" || named == given.id); err != nil {
		return nil, err
	}
	return a.judge(ctx, r, given)
}

// judge verifies the credentials, and counts failures that look like a guess. Correct
// credentials cause no request to Redis.
func (a *Authenticator) judge(ctx context.Context, r *http.Request, given credentials) (*core.Client, error) {
	if !given.guess() {
		return a.verify(ctx, given)
	}
	counted := a.counted(given.id)
	oauth.AboutClient(ctx, counted)
	if wait := a.Guesses.Wait(r, counted); wait > 0 {
		return nil, checks.ClientThrottle.Fail(ctx, nil).After(wait)
	}
	client, err := a.verify(ctx, given)
	if wrong(err) {
		a.Guesses.Count(ctx, r, counted)
	}
	return client, err
}

// counted is the client for which a failure counts: "" for every client that is not
// registered. Otherwise an attacker could create a counter for each name that they invent.
func (a *Authenticator) counted(id string) string {
	if _, err := a.Clients.FindClient(id); errors.Is(err, core.ErrNotFound) {
		return ""
	}
	return id
}

// wrong reports whether the failure may be a guess. An assertion with a valid signature
// and a wrong claim is a mistake, or stolen, and not a guess.
func wrong(err error) bool {
	var refused *oauth.Error
	if !errors.As(err, &refused) {
		return false
	}
	switch refused.Check {
	case &checks.ClientKnown, &checks.ClientMethod, &checks.ClientAuth, &checks.AssertionHeader, &checks.AssertionSignature:
		return true
	}
	return false
}

// refuse fails the check, with the challenge that RFC 6749 §5.2 requires.
func (a *Authenticator) refuse(ctx context.Context, check *oauth.Check, cause error) *oauth.Error {
	return check.Fail(ctx, cause).WithChallenge(a.challenge())
}

// refuseMethod refuses a method for which the client is not registered.
func (a *Authenticator) refuseMethod(ctx context.Context, client *core.Client, used oauth.AuthMethod) *oauth.Error {
	cause := errors.New("registered for " + string(client.AuthMethod) + ", came with " + string(used))
	refused := a.refuse(ctx, &checks.ClientMethod, cause)
	if a.Dev {
		refused.Description += ": this client is " + cause.Error()
	}
	return refused
}

// RequireConfidential refuses a public client, at endpoints where a client must have
// proved who it is.
func (a *Authenticator) RequireConfidential(ctx context.Context, client *core.Client) error {
	if client.Public() {
		return a.refuse(ctx, &checks.ClientConfidential, nil)
	}
	checks.ClientConfidential.Pass(ctx)
	return nil
}

// challenge is the one of RFC 7617 §2. Clients that authenticate in the body get it too: a
// 401 must have a challenge (RFC 9110 §11.6.1).
func (a *Authenticator) challenge() string {
	return `Basic realm="` + a.Realm + `", charset="UTF-8"`
}
