package endpointtest

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"quartet.example/authserver/internal/core"
	"quartet.example/authserver/internal/storetest"
	"quartet.example/shared/oauth"
)

// Params are the parameters of a request.
type Params map[string]string

// Answer is a response.
type Answer struct {
	Status int
	Header http.Header
	Body   string
	oauth.TokenResponse
	Error string
}

// Outcome returns the status, and the error code if there is one: "400 invalid_grant".
func (a Answer) Outcome() string {
	return strings.TrimSpace(strconv.Itoa(a.Status) + " " + a.Error)
}

// Post sends the parameters as the client, with its registered authentication method.
func (s *Server) Post(t testing.TB, path, clientID string, p Params) Answer {
	t.Helper()
	form := url.Values{}
	for name, value := range p {
		form.Set(name, value)
	}
	r := s.Request(t, path, form.Encode())
	switch client, _ := (Clients{}).FindClient(clientID); client.AuthMethod {
	case oauth.ClientSecretBasic:
		r.SetBasicAuth(url.QueryEscape(clientID), url.QueryEscape(Secret(clientID)))
	case oauth.ClientSecretPost:
		form.Set("client_id", clientID)
		form.Set("client_secret", Secret(clientID))
		r = s.Request(t, path, form.Encode())
	default:
		form.Set("client_id", clientID)
		r = s.Request(t, path, form.Encode())
	}
	return s.Do(t, r)
}

// Request returns a POST with this form body.
func (s *Server) Request(t testing.TB, path, body string) *http.Request {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.URL+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return r
}

// Do sends a request.
func (s *Server) Do(t testing.TB, r *http.Request) Answer {
	t.Helper()
	response, err := s.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	a := Answer{Status: response.StatusCode, Header: response.Header, Body: string(body)}
	_ = json.Unmarshal(body, &a.TokenResponse)
	var refused struct {
		Error string `json:"error"`
	}
	_ = json.Unmarshal(body, &refused)
	a.Error = refused.Error
	return a
}

// Verifier is the code verifier of every code of Authorize.
const Verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"

// Authorize issues a code to the client for alice, as the authorization endpoint does.
func (s *Server) Authorize(t testing.TB, clientID string, change ...func(*core.AuthorizationCode)) string {
	t.Helper()
	allowed := core.AuthorizationCode{
		ClientID: clientID, Subject: Alice, RedirectURI: Callback,
		Scope: oauth.Scope{"openid", "notes:read", "notes:write"}, Audience: []string{Resource},
		CodeChallenge: oauth.ChallengeOf(Verifier), Nonce: "nonce", SessionID: "session",
		AuthTime: s.Clock.Now(), ACR: "1", AMR: []string{"pwd"},
	}
	for _, f := range change {
		f(&allowed)
	}
	code, err := s.Engine.IssueCode(t.Context(), allowed, storetest.Use(t, s.Store, s.Clock, allowed.Subject))
	if err != nil {
		t.Fatalf("issue code: %v", err)
	}
	return code
}

// Redemption is a valid token request for the code. Tests change parts of it.
func Redemption(code string) Params {
	return Params{"grant_type": "authorization_code", "code": code, "redirect_uri": Callback, "code_verifier": Verifier}
}

// With returns a copy with one parameter changed; the value "" removes it.
func (p Params) With(name, value string) Params {
	q := Params{}
	for n, v := range p {
		q[n] = v
	}
	q[name] = value
	if value == "" {
		delete(q, name)
	}
	return q
}

// SignIn returns the tokens of a code flow.
func (s *Server) SignIn(t testing.TB, clientID string) Answer {
	t.Helper()
	a := s.Post(t, "/token", clientID, Redemption(s.Authorize(t, clientID)))
	if a.Status != http.StatusOK {
		t.Fatalf("sign in: %s", a.Body)
	}
	return a
}

// Refresh presents a refresh token.
func (s *Server) Refresh(t testing.TB, clientID, refreshToken string) Answer {
	t.Helper()
	return s.Post(t, "/token", clientID, Params{"grant_type": "refresh_token", "refresh_token": refreshToken})
}
