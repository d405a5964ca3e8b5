package authservertest_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"quartet.example/authserver"
	"quartet.example/authserver/authservertest"
	"quartet.example/shared/oauth"
)

const redirectURI = "http://127.0.0.1:3000/cb"

// run is what one server makes: everything that a golden file may contain.
type run struct {
	Token    string // issued without a flow
	Callback string // with the code
	Response string // of the token endpoint
	Keys     string // the JWK Set after a rotation
}

// runWith starts a server with a random seed, and sends it requests.
func runWith(t *testing.T, seed string) (got run) {
	t.Run(seed, func(t *testing.T) {
		srv := authservertest.Start(t,
			authservertest.WithRandomSeed(seed),
			authservertest.WithClock(time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)),
			authservertest.WithConfig(func(cfg *authserver.Config) { cfg.Issuer = "http://auth.localhost:9000" }),
			authservertest.WithClient(authservertest.Client{ID: "shop", RedirectURIs: []string{redirectURI}, GrantTypes: []string{"authorization_code", "refresh_token"}, Scope: "openid notes:read"}),
		)
		got.Token = srv.IssueToken(authservertest.Token{User: "alice", Scope: "notes:read"})
		verifier := strings.Repeat("v", 43)
		got.Callback = srv.SignIn(t.Context(), "alice", srv.URL+"/authorize?"+url.Values{
			"client_id": {"shop"}, "redirect_uri": {redirectURI}, "response_type": {"code"}, "scope": {"openid notes:read"}, "state": {"s"},
			"code_challenge": {oauth.ChallengeOf(verifier)}, "code_challenge_method": {"S256"},
		}.Encode())
		got.Response = post(t, srv, "/token", url.Values{
			"grant_type": {"authorization_code"}, "client_id": {"shop"}, "redirect_uri": {redirectURI}, "code_verifier": {verifier},
			"code": {code(t, got.Callback)},
		})
		srv.RotateKeys()
		got.Keys = post(t, srv, "/jwks", nil)
	})
	return got
}

// post returns the body of a response, which must be 200. Without a form it sends a GET request.
func post(t *testing.T, srv *authservertest.Server, path string, form url.Values) string {
	t.Helper()
	method := http.MethodPost
	if form == nil {
		method = http.MethodGet
	}
	r, err := http.NewRequestWithContext(t.Context(), method, srv.Address()+path, strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	resp, err := srv.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK {
		t.Fatalf("%s %s: got %s, %v: %s", method, path, resp.Status, err, body)
	}
	return string(body)
}

func code(t *testing.T, callback string) string {
	t.Helper()
	u, err := url.Parse(callback)
	if err != nil {
		t.Fatal(err)
	}
	return u.Query().Get("code")
}

// Two servers with the same seed, clock and issuer make the same keys, ids, codes and tokens.
func TestServersWithTheSameRandomSeedAreEqual(t *testing.T) {
	first, again := runWith(t, "golden"), runWith(t, "golden")
	if first != again {
		t.Errorf("the runs differ:\n%+v\n%+v", first, again)
	}
	other := runWith(t, "other")
	for name, same := range map[string]bool{
		"the token": other.Token == first.Token, "the code": other.Callback == first.Callback,
		"the token response": other.Response == first.Response, "the JWK Set": other.Keys == first.Keys,
	} {
		if same {
			t.Errorf("another seed gives the same: %s", name)
		}
	}
	var response struct {
		RefreshToken string `json:"refresh_token"`
		IDToken      string `json:"id_token"`
	}
	if err := json.Unmarshal([]byte(first.Response), &response); err != nil || response.RefreshToken == "" || response.IDToken == "" {
		t.Errorf("the response has no refresh token or no ID token: %s", first.Response)
	}
}

func TestRandomSeedIsNotForParallelTests(t *testing.T) {
	t.Parallel()
	defer func() {
		if recover() == nil {
			t.Error("want a panic: all tests share the random numbers")
		}
	}()
	authservertest.Start(t, authservertest.WithRandomSeed("golden"))
}

func TestTheClockStandsStill(t *testing.T) {
	at := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	srv := authservertest.Start(t, authservertest.WithClock(at))
	if !srv.Now().Equal(at) {
		t.Errorf("the clock shows %s, want %s", srv.Now(), at)
	}
	srv.Advance(time.Hour)
	if want := at.Add(time.Hour); !srv.Now().Equal(want) {
		t.Errorf("after an hour the clock shows %s, want %s", srv.Now(), want)
	}
}
