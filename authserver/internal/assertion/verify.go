package assertion

import (
	"context"
	"crypto"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"quartet.example/authserver/internal/checks"
	"quartet.example/authserver/internal/core"
	"quartet.example/shared/jwa"
	"quartet.example/shared/oauth"
)

// maxID bounds jti and kid, in bytes.
const maxID = 256

// Keys finds public keys of clients.
type Keys interface {
	// Find fails if the client has no such key for the algorithm, or none that
	// could be fetched.
	Find(ctx context.Context, client *core.Client, kid, alg string) (crypto.PublicKey, error)
}

// Replays remembers which assertions were used.
type Replays interface {
	// UseAssertion tells whether this is the first use of the client's jti. It
	// remembers it until then, shared by all replicas.
	UseAssertion(ctx context.Context, clientID, jti string, until time.Time) (first bool, err error)
}

// Verifier judges assertions. All fields are required.
type Verifier struct {
	Issuer  string
	Keys    Keys
	Replays Replays
	Now     func() time.Time
	MaxTTL  time.Duration // how far ahead exp may lie
	Skew    time.Duration // how far clocks may differ
}

// Algorithms are those of a method (RFC 8725 §3.1): lists that do not meet, so
// that a public key never serves as a secret.
func Algorithms(m oauth.AuthMethod) []string {
	switch m {
	case oauth.PrivateKeyJWT:
		return []string{"ES256", "EdDSA", jwa.Ed25519.Alg(), "PS256", "RS256"}
	case oauth.ClientSecretJWT:
		return []string{"HS256"}
	default:
		return nil
	}
}

// Verify returns nil if the client made the assertion, for us, for now, and for
// the first time. The client is the one that the assertion names.
func (v *Verifier) Verify(ctx context.Context, client *core.Client, a Assertion) error {
	if err := checks.AssertionHeader.RequireNil(ctx, judgeHeader(client, a)); err != nil {
		return err
	}
	said, err := v.signed(ctx, client, a)
	if err := checks.AssertionSignature.RequireNil(ctx, err); err != nil {
		return err
	}
	if err := checks.AssertionSubject.Require(ctx, said.Issuer == client.ID && said.Subject == client.ID); err != nil {
		return err
	}
	if err := checks.AssertionAudience.Require(ctx, said.isFor(v.audience(client), client.AssertionAud)); err != nil {
		return err
	}
	if err := checks.AssertionTime.RequireNil(ctx, v.judgeTime(said)); err != nil {
		return err
	}
	return v.use(ctx, client, said)
}

// audience gives the names of this server that the client may use.
func (v *Verifier) audience(client *core.Client) []string {
	if client.AssertionAud == core.AudienceTokenEndpoint {
		return []string{v.Issuer, v.Issuer + "/token"}
	}
	return []string{v.Issuer}
}

// judgeHeader wants an algorithm of the client, a type that is ours or none, and
// no extension that must be understood (RFC 7515 §4.1.11).
func judgeHeader(client *core.Client, a Assertion) error {
	alg, kid := a.text("alg"), a.text("kid")
	_, critical := a.header["crit"]
	_, named := a.header["kid"]
	typ := strings.TrimPrefix(strings.ToLower(a.text("typ")), "application/")
	_, typed := a.header["typ"]
	switch {
	case !slices.Contains(Algorithms(client.AuthMethod), alg) || client.AssertionAlg != "" && client.AssertionAlg != alg:
		return fmt.Errorf("alg %.16q is not one that the client may use", alg)
	case typed && typ != "jwt" && typ != "client-authentication+jwt": // rfc7523bis §4
		return fmt.Errorf("typ is %.32q", a.text("typ"))
	case critical:
		return errors.New("crit names extensions, and we know none")
	case named && kid == "" || len(kid) > maxID:
		return errors.New("kid is empty, too long or no string")
	}
	return nil
}

// signed gives the claims if the signature is the client's.
func (v *Verifier) signed(ctx context.Context, client *core.Client, a Assertion) (*claims, error) {
	said := &claims{}
	parser := jwt.NewParser(jwt.WithValidMethods(Algorithms(client.AuthMethod)), jwt.WithStrictDecoding(), jwt.WithoutClaimsValidation())
	_, err := parser.ParseWithClaims(a.raw, said, func(token *jwt.Token) (any, error) {
		if client.AuthMethod == oauth.ClientSecretJWT {
			if client.AssertionSecret == "" {
				return nil, errors.New("the client has no secret")
			}
			return []byte(client.AssertionSecret), nil
		}
		return v.Keys.Find(ctx, client, a.text("kid"), token.Method.Alg())
	})
	return said, err
}

// judgeTime wants a short life that has begun (RFC 7523 §3).
func (v *Verifier) judgeTime(said *claims) error {
	now := v.Now()
	switch {
	case said.ExpiresAt == nil:
		return errors.New("exp is missing")
	case !oauth.AreDates(said.ExpiresAt, said.NotBefore, said.IssuedAt):
		return errors.New("exp, nbf or iat is no date")
	case !now.Before(said.ExpiresAt.Add(v.Skew)):
		return errors.New("exp has passed")
	case said.ExpiresAt.After(now.Add(v.MaxTTL + v.Skew)):
		return fmt.Errorf("exp is more than %s ahead", v.MaxTTL)
	case said.NotBefore != nil && said.NotBefore.After(now.Add(v.Skew)):
		return errors.New("nbf lies ahead")
	case said.IssuedAt != nil && said.IssuedAt.After(now.Add(v.Skew)):
		return errors.New("iat lies ahead")
	}
	return nil
}

// use spends the assertion. Its record lives until exp refuses by itself.
func (v *Verifier) use(ctx context.Context, client *core.Client, said *claims) error {
	if said.ID == "" || len(said.ID) > maxID {
		return checks.AssertionReplay.Fail(ctx, errors.New("jti is missing or too long"))
	}
	first, err := v.Replays.UseAssertion(ctx, client.ID, said.ID, said.ExpiresAt.Add(v.Skew))
	if err != nil {
		return err
	}
	return checks.AssertionReplay.Require(ctx, first)
}
