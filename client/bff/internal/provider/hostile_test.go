package provider

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"quartet.example/client/bff/internal/core"
	"quartet.example/shared/jose"
	"quartet.example/shared/jose/josetest"
	"quartet.example/shared/oauth"
)

const issuer = "https://auth.example"

// hostile returns a provider whose keys are known, and the subject of the corpus.
func hostile(t *testing.T) (*Provider, josetest.Subject) {
	t.Helper()
	key, err := jose.Generate("ES256", "k1")
	if err != nil {
		t.Fatal(err)
	}
	now := time.Unix(1_800_000_000, 0)
	p := &Provider{Settings: Settings{Issuer: issuer, ClientID: "notes", IDTokenAlg: "ES256", Skew: 30 * time.Second}, now: func() time.Time { return now }}
	p.known = known(key, now)
	return p, josetest.Subject{
		Key: key, Now: now, Types: []string{"", "JWT"}, Needed: []string{"iss", "aud", "exp", "iat", "sub"},
		Is: func(err, rule error) bool {
			var refused *oauth.Error // each refusal has the name of a check
			return errors.As(err, &refused) && refused.CheckID() != "" && (errors.Is(err, rule) || errors.Is(rule, jose.ErrClaims))
		},
	}
}

// known is a snapshot with one key. It is new for each token, because keys are fetched for an
// unknown key id once in ten seconds.
func known(key jose.SigningKey, now time.Time) *snapshot {
	set := jose.Set{Keys: []jose.Key{key.Public()}}
	keys := &issuerKeys{Remote: jose.NewRemote(jose.RemoteOptions{
		Name: issuer, Now: func() time.Time { return now }, Fetch: func(context.Context) (jose.Set, error) { return set, nil },
	})}
	keys.last.Store(&set)
	return &snapshot{keys: keys, fetched: now}
}

func TestHostileIDTokens(t *testing.T) {
	p, s := hostile(t)
	s.Type = "JWT"
	s.Claims = func() map[string]any {
		return map[string]any{
			"iss": issuer, "aud": "notes", "sub": "alice", "exp": s.Now.Add(5 * time.Minute).Unix(), "iat": s.Now.Unix(), "nonce": "n",
		}
	}
	s.Verify = func(raw string) error {
		_, _, err := p.validate(t.Context(), known(s.Key, s.Now), core.TokenSet{IDToken: raw, AccessToken: "a"})
		return err
	}
	josetest.Run(t, s)
}

func TestHostileLogoutTokens(t *testing.T) {
	p, s := hostile(t)
	s.Type, s.Types = "logout+jwt", []string{"", "JWT", "logout+jwt"}
	s.Claims = func() map[string]any {
		return map[string]any{
			"iss": issuer, "aud": "notes", "sub": "alice", "exp": s.Now.Add(5 * time.Minute).Unix(), "iat": s.Now.Unix(), "jti": "j",
			"events": map[string]any{logoutEvent: map[string]any{}},
		}
	}
	s.Verify = func(raw string) error {
		p.known = known(s.Key, s.Now)
		_, err := p.LogoutToken(t.Context(), raw)
		return err
	}
	josetest.Run(t, s)
}

// What the ID token and UserInfo say about the user is kept, what they say about the token is not.
func TestClaimsOfTheUser(t *testing.T) {
	p, s := hostile(t)
	raw, err := jose.Mint(t.Context(), s.Key, "JWT", map[string]any{
		"iss": issuer, "aud": "notes", "sub": "alice", "exp": s.Now.Add(time.Minute).Unix(), "iat": s.Now.Unix(), "nonce": "n",
		"groups": []string{"staff"}, "acr": "gold",
	})
	if err != nil {
		t.Fatal(err)
	}
	user, err := p.identify(t.Context(), p.known, core.TokenSet{IDToken: raw, AccessToken: "a"}, core.PendingLogin{Nonce: "n"})
	if err != nil {
		t.Fatal(err)
	}
	if got, err := json.Marshal(user.Claims); err != nil || string(got) != `{"acr":"gold","groups":["staff"]}` {
		t.Errorf("got %s %v", got, err)
	}
}

// A check that was not evaluated is not reported as passed.
func TestChecksOfALogoutTokenThatWereNotEvaluated(t *testing.T) {
	p, s := hostile(t)
	payload := base64.RawURLEncoding.EncodeToString([]byte(`{"iss":"` + issuer + `"}`))
	for name, header := range map[string]string{
		"no JSON": `{`, "an extension": `{"alg":"ES256","typ":"logout+jwt","crit":["x"]}`,
	} {
		p.known = known(s.Key, s.Now)
		var got []string
		ctx := oauth.WithObserver(t.Context(), func(r oauth.Result) { got = append(got, fmt.Sprint(r.Check.ID, r.Passed)) })
		_, err := p.LogoutToken(ctx, base64.RawURLEncoding.EncodeToString([]byte(header))+"."+payload+".AAAA")
		if want := []string{"client.logout.sigfalse"}; err == nil || !slices.Equal(got, want) {
			t.Errorf("%s: got %v, checks %q, want %q", name, err, got, want)
		}
	}
}
