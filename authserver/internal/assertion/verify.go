package assertion

import (
	"context"
	"errors"
	"slices"
	"time"

	"quartet.example/authserver/internal/checks"
	"quartet.example/authserver/internal/core"
	"quartet.example/shared/jose"
	"quartet.example/shared/oauth"
)

// maxID bounds jti, in bytes.
const maxID = 256

// Keys knows the public keys of clients.
type Keys interface {
	// Of returns the keys of the client, none for a client without. Those behind a jwks_uri
	// are fetched when one is needed.
	Of(client *core.Client) jose.Keys
}

// Replays remembers which assertions were used.
type Replays interface {
	// UseAssertion reports whether this is the first use of the client's jti. It
	// remembers the jti until the given time, for all replicas.
	UseAssertion(ctx context.Context, clientID, jti string, until time.Time) (first bool, err error)
}

// Verifier verifies client assertions. All fields are required.
type Verifier struct {
	Issuer  string
	Keys    Keys
	Replays Replays
	Now     func() time.Time
	MaxTTL  time.Duration // how far ahead exp may lie
	Skew    time.Duration // how far clocks may differ
}

// Verify returns nil if the client made the assertion for this server, if it is valid now,
// and if it was not used before. The client must be the one that the assertion names.
func (v *Verifier) Verify(ctx context.Context, client *core.Client, a Assertion) error {
	if err := oauth.Decided(ctx, v.judge(ctx, client, a), rules); err != nil {
		return err
	}
	return v.use(ctx, client, a.claims)
}

func (v *Verifier) judge(ctx context.Context, client *core.Client, a Assertion) error {
	err := v.kind(client).Judge(ctx, a.token)
	switch {
	case err != nil:
		return err
	case a.claims.Subject != client.ID:
		return errSubject
	case !v.isForUsAlone(client, a):
		return jose.ErrAudience
	}
	return nil
}

// audience returns the names of this server that the client may use.
func (v *Verifier) audience(client *core.Client) []string {
	if client.AssertionAud == core.AudienceTokenEndpoint {
		return []string{v.Issuer, v.Issuer + "/token"}
	}
	return []string{v.Issuer}
}

// isForUsAlone reports whether a list in aud names nobody else: another server that it
// names could present the assertion here. A client registered with core.AudienceString must
// not send a list at all (FAPI 2.0 §5.3.2.1).
func (v *Verifier) isForUsAlone(client *core.Client, a Assertion) bool {
	if client.AssertionAud == core.AudienceString && !a.audienceIsString() {
		return false
	}
	ours := v.audience(client)
	return !slices.ContainsFunc(a.claims.Audience, func(one string) bool { return !slices.Contains(ours, one) })
}

// use records that the assertion was used. The record lives until exp alone refuses it.
func (v *Verifier) use(ctx context.Context, client *core.Client, claims *jose.Claims) error {
	if claims.ID == "" || len(claims.ID) > maxID {
		return checks.AssertionReplay.Fail(ctx, errors.New("jti is missing or too long"))
	}
	first, err := v.Replays.UseAssertion(ctx, client.ID, claims.ID, claims.ExpiresAt.Add(v.Skew))
	if err != nil {
		return err
	}
	return checks.AssertionReplay.Require(ctx, first)
}
