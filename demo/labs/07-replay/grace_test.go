package replay_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"testing"
	"time"

	"quartet.example/authserver"
	"quartet.example/authserver/authservertest"
	"quartet.example/shared/oauth"
)

// The README says what a second use of the same refresh token gets, for two settings of the grace window.
func TestGraceWindow(t *testing.T) {
	for name, tt := range map[string]struct {
		grace, after time.Duration
		again        int  // status of the second use
		same         bool // whether both uses get the same successor
		successor    int  // status of the successor afterwards
	}{
		"no window, after 1 s": {0, time.Second, http.StatusBadRequest, false, http.StatusBadRequest},
		"10 s, after 5 s":      {10 * time.Second, 5 * time.Second, http.StatusOK, true, http.StatusOK},
		"10 s, after 11 s":     {10 * time.Second, 11 * time.Second, http.StatusBadRequest, false, http.StatusBadRequest},
	} {
		t.Run(name, func(t *testing.T) {
			srv := authservertest.Start(t, authservertest.WithConfig(func(c *authserver.Config) { c.RefreshGrace = tt.grace }), authservertest.WithClock(time.Now()))
			first := signIn(t, srv)
			_, second := refresh(t, srv, first)
			srv.Advance(tt.after)
			status, again := refresh(t, srv, first)
			if status != tt.again || (again == second) != tt.same {
				t.Errorf("the second use: got %d and the same successor %t, want %d and %t", status, again == second, tt.again, tt.same)
			}
			if status, _ := refresh(t, srv, second); status != tt.successor {
				t.Errorf("the successor afterwards: got %d, want %d", status, tt.successor)
			}
		})
	}
}

const redirectURI = "http://127.0.0.1:1/callback"

func signIn(t *testing.T, srv *authservertest.Server) string {
	t.Helper()
	verifier := oauth.NewSecret()
	back, err := url.Parse(srv.SignIn(t.Context(), "alice", srv.URL+"/authorize?"+url.Values{
		"response_type": {"code"}, "client_id": {"native"}, "redirect_uri": {redirectURI}, "scope": {"notes:read"}, "state": {"s"},
		"code_challenge": {oauth.ChallengeOf(verifier)}, "code_challenge_method": {oauth.S256},
	}.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	_, token := post(t, srv, url.Values{"grant_type": {"authorization_code"}, "code": {back.Query().Get("code")}, "redirect_uri": {redirectURI}, "code_verifier": {verifier}})
	return token
}

func refresh(t *testing.T, srv *authservertest.Server, token string) (status int, successor string) {
	t.Helper()
	return post(t, srv, url.Values{"grant_type": {"refresh_token"}, "refresh_token": {token}})
}

// post sends a token request, and returns the status and the refresh token of the response.
func post(t *testing.T, srv *authservertest.Server, form url.Values) (status int, refreshToken string) {
	t.Helper()
	form.Set("client_id", "native")
	resp, err := srv.Client().PostForm(srv.URL+"/token", form)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	var tokens oauth.TokenResponse
	if err := json.NewDecoder(resp.Body).Decode(&tokens); err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, tokens.RefreshToken
}
