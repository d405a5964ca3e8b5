package oauth_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"quartet.example/shared/oauth"
)

func TestParseScopeKeepsToTheGrammar(t *testing.T) { // RFC 6749 §3.3, A-08
	for name, tt := range map[string]struct {
		in   string
		want oauth.Scope
		err  error
	}{
		"empty":                     {"", nil, nil},
		"order is kept":             {"b a", oauth.Scope{"b", "a"}, nil},
		"duplicates are dropped":    {"a b a", oauth.Scope{"a", "b"}, nil},
		"double space":              {"a  b", nil, oauth.ErrMalformedScope},
		"leading space":             {" a", nil, oauth.ErrMalformedScope},
		"TAB":                       {"a\tb", nil, oauth.ErrMalformedScope},
		"quote":                     {`a"b`, nil, oauth.ErrMalformedScope},
		"backslash":                 {`a\b`, nil, oauth.ErrMalformedScope},
		"beyond ASCII":              {"é", nil, oauth.ErrMalformedScope},
		"NUL":                       {"a\x00", nil, oauth.ErrMalformedScope},
		"5000 tokens":               {strings.Repeat("a ", 4999) + "a", nil, oauth.ErrMalformedScope},
		"the edges of the alphabet": {"! # [ ] ~", oauth.Scope{"!", "#", "[", "]", "~"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := oauth.ParseScope(tt.in)
			if !errors.Is(err, tt.err) {
				t.Errorf("error: got %v, want %v", err, tt.err)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestScopeSets(t *testing.T) {
	ab, b := oauth.Scope{"a", "b"}, oauth.Scope{"b"}
	if !b.Within(ab) || ab.Within(b) || !oauth.Scope(nil).Within(b) {
		t.Error("Within is not the subset relation")
	}
	if ab.Has("A") || ab.Has("") {
		t.Error("Has matched another token")
	}
	if diff := cmp.Diff(oauth.Scope{"a"}, ab.Without(b)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(oauth.Scope{"b"}, ab.Intersect(b)); diff != "" {
		t.Error(diff)
	}
}

func TestVerifierMatches(t *testing.T) {
	const verifier, challenge = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM" // RFC 7636 App. B
	for name, tt := range map[string]struct {
		verifier, challenge string
		want                bool
	}{
		"the example of RFC 7636 App. B":            {verifier, challenge, true},
		"D-12 verifier equal to the challenge":      {challenge, challenge, false},
		"D-12 empty verifier":                       {"", challenge, false},
		"empty challenge matches nothing":           {verifier, "", false},
		"42 characters are too few (§4.1)":          {verifier[:42], oauth.ChallengeOf(verifier[:42]), false},
		"129 characters are too many (§4.1)":        {strings.Repeat("a", 129), oauth.ChallengeOf(strings.Repeat("a", 129)), false},
		"128 characters are allowed (§4.1)":         {strings.Repeat("a", 128), oauth.ChallengeOf(strings.Repeat("a", 128)), true},
		"a character beyond unreserved (§4.1)":      {verifier[:42] + "+", oauth.ChallengeOf(verifier[:42] + "+"), false},
		"the challenge with padding is another one": {verifier, challenge + "=", false},
	} {
		t.Run(name, func(t *testing.T) {
			if got := oauth.VerifierMatches(tt.verifier, tt.challenge); got != tt.want {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
	if !oauth.IsS256Challenge(challenge) || oauth.IsS256Challenge(challenge+"=") || oauth.IsS256Challenge("short") || oauth.IsS256Challenge(strings.Repeat("+", 43)) {
		t.Error("IsS256Challenge does not know the form of RFC 7636 §4.2")
	}
}

func TestSecrets(t *testing.T) {
	a, b := oauth.NewSecret(), oauth.NewSecret()
	if a == b || len(a) != 43 || !oauth.IsVerifier(a) {
		t.Errorf("NewSecret: got %q and %q", a, b)
	}
	if !oauth.HashMatches(a, oauth.Hash(a)) || oauth.HashMatches(b, oauth.Hash(a)) {
		t.Error("HashMatches is wrong")
	}
	if oauth.Equal("", "") || !oauth.Equal(a, a) {
		t.Error("Equal: the empty secret must equal nothing")
	}
	if fp := oauth.Fingerprint(a); len(fp) != 8 || strings.Contains(a, fp) {
		t.Errorf("Fingerprint: got %q", fp)
	}
}

var check = oauth.Check{ID: "t.check", Spec: "RFC 6749 §5.2", Error: oauth.InvalidGrant, Refusal: "no", Suspicious: true}

func TestCheckReportsToItsContext(t *testing.T) {
	var got []oauth.Result
	ctx := oauth.WithObserver(t.Context(), func(r oauth.Result) { got = append(got, r) })
	if err := check.Require(ctx, true); err != nil {
		t.Errorf("passed check: got %v", err)
	}
	cause := errors.New("why")
	var refused *oauth.Error
	if err := check.RequireNil(ctx, cause); !errors.As(err, &refused) || !errors.Is(err, cause) {
		t.Fatalf("failed check: got %v", err)
	}
	if refused.CheckID() != "t.check" || refused.Status() != http.StatusBadRequest || !refused.Suspicious || refused.Error() != "invalid_grant: no" {
		t.Errorf("refusal: got %+v", refused)
	}
	want := []oauth.Result{{Check: &check, Passed: true}, {Check: &check, Why: "why"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestPassedCheckWithoutObserverAllocatesNothing(t *testing.T) {
	ctx := context.Background()
	if n := testing.AllocsPerRun(100, func() { _ = check.Require(ctx, true) }); n != 0 {
		t.Errorf("allocations: got %v, want 0", n)
	}
}

func TestStatusOfCodes(t *testing.T) { // RFC 6749 §5.2, RFC 6750 §3.1
	for code, want := range map[oauth.Code]int{
		oauth.InvalidClient: 401, oauth.InvalidToken: 401, oauth.InsufficientScope: 403,
		oauth.InvalidGrant: 400, oauth.UnsupportedGrantType: 400, oauth.InvalidRequest: 400,
		oauth.TemporarilyUnavailable: 503, oauth.ServerError: 500,
	} {
		if got := code.Status(); got != want {
			t.Errorf("%s: got %d, want %d", code, got, want)
		}
	}
	if got := oauth.InvalidRequest.With("x").WithStatus(413).Status(); got != 413 {
		t.Errorf("WithStatus: got %d, want 413", got)
	}
}
