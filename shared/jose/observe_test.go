package jose_test

import (
	"context"
	"encoding/base64"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"quartet.example/shared/jose"
)

func segment(s string) string { return base64.RawURLEncoding.EncodeToString([]byte(s)) }

// observed returns a context that collects what is reported, by token.
func observed(ctx context.Context) (context.Context, map[string]jose.Signature) {
	seen := map[string]jose.Signature{}
	return jose.WithObserver(ctx, func(token string, s jose.Signature) { seen[token] = s }), seen
}

func TestTheOutcomeOfEachVerificationIsReported(t *testing.T) {
	key, other := newKey(t, "ES256"), newKey(t, "ES256")
	good := mint(t, key, nil)
	stranger := other
	stranger.ID = "k2"
	for name, tt := range map[string]struct {
		raw  string
		want jose.Signature
	}{
		"a good token":                    {good, jose.Signature{Status: jose.Valid, Alg: "ES256", KeyID: "k1"}},
		"another signature":               {mint(t, other, nil), jose.Signature{Status: jose.Invalid, Alg: "ES256", KeyID: "k1", Why: jose.ErrSignature.Error()}},
		"an unknown key":                  {mint(t, stranger, nil), jose.Signature{Status: jose.KeyUnknown, Alg: "ES256", KeyID: "k2"}},
		"alg none":                        {segment(`{"alg":"none","typ":"ticket+jwt"}`) + "." + strings.Split(good, ".")[1] + ".", jose.Signature{Status: jose.AlgRefused, Alg: "none", Why: jose.ErrAlgorithm.Error()}},
		"another kind of token":           {segment(`{"alg":"ES256","typ":"JWT","kid":"k1"}`) + good[strings.Index(good, "."):], jose.Signature{Status: jose.NotChecked, Alg: "ES256", KeyID: "k1", Why: jose.ErrType.Error()}},
		"expired":                         {mint(t, key, func(c *jose.Claims) { c.ExpiresAt = jose.NewTime(now.Add(-time.Hour)) }), jose.Signature{Status: jose.Refused, Alg: "ES256", KeyID: "k1", Why: jose.ErrExpired.Error()}},
		"for somebody else":               {mint(t, key, func(c *jose.Claims) { c.Audience = jose.Audience{"them"} }), jose.Signature{Status: jose.Refused, Alg: "ES256", KeyID: "k1", Why: jose.ErrAudience.Error()}},
		"no token":                        {"not a token", jose.Signature{Status: jose.NotChecked, Why: jose.ErrMalformed.Error()}},
		"a claim is missing":              {mint(t, key, func(c *jose.Claims) { c.ID = "" }), jose.Signature{Status: jose.Refused, Alg: "ES256", KeyID: "k1", Why: jose.ErrClaims.Error() + ": jti is missing"}},
		"a kid that is no name of a key":  {segment(`{"alg":"ES256","typ":"ticket+jwt","kid":""}`) + good[strings.Index(good, "."):], jose.Signature{Status: jose.KeyUnknown, Alg: "ES256", Why: jose.ErrKeyID.Error()}},
		"an extension that is not known":  {segment(`{"alg":"ES256","typ":"ticket+jwt","kid":"k1","crit":["x"]}`) + good[strings.Index(good, "."):], jose.Signature{Status: jose.NotChecked, Alg: "ES256", KeyID: "k1", Why: jose.ErrCritical.Error()}},
		"claims that were changed by one": {strings.Replace(good, ".", ".e", 1), jose.Signature{Status: jose.NotChecked, Why: jose.ErrMalformed.Error()}},
	} {
		t.Run(name, func(t *testing.T) {
			ctx, seen := observed(t.Context())
			err := ticket(key).Verify(ctx, tt.raw, &jose.Claims{})
			got, ok := seen[tt.raw]
			if !ok || len(seen) != 1 {
				t.Fatalf("reported %d tokens, want this one", len(seen))
			}
			if tt.want.Status == jose.KeyUnknown && tt.want.Why == "" {
				tt.want.Why = err.Error()
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestWhatIsSignedIsReported(t *testing.T) {
	key := newKey(t, "ES256")
	ctx, seen := observed(t.Context())
	byID, err := jose.Mint(ctx, key, "ticket+jwt", good())
	if err != nil {
		t.Fatal(err)
	}
	byKey, err := jose.MintWithKey(ctx, key, "dpop+jwt", good())
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]jose.Signature{
		byID: {Status: jose.Signed, Alg: "ES256", KeyID: "k1"}, byKey: {Status: jose.Signed, Alg: "ES256"},
	}
	if diff := cmp.Diff(want, seen); diff != "" {
		t.Error(diff)
	}
}

func TestWithoutObserverNothingIsAllocated(t *testing.T) {
	ctx := t.Context()
	if n := testing.AllocsPerRun(100, func() { jose.Report(ctx, "a token", jose.Signature{Status: jose.Valid}) }); n != 0 {
		t.Errorf("got %v allocations, want none", n)
	}
}
