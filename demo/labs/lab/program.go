package lab

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"quartet.example/shared/oauth"
)

// Response is the response to a program.
type Response struct {
	Status int
	Header http.Header
	Body   string
}

// Refusal is the error of a request that was refused.
type Refusal struct { //nolint:errname // the name says what it is in an attack
	Status int
	Code   string // such as invalid_grant, "" if the response has none
	Text   string // error_description
}

func (r *Refusal) Error() string {
	return strings.TrimSpace(fmt.Sprintf("refused with %d %s %s", r.Status, r.Code, r.Text))
}

// Refused returns the *Refusal of a response that is not successful, or nil.
func (r Response) Refused() error {
	if r.Status < http.StatusBadRequest {
		return nil
	}
	var told struct {
		Error       string `json:"error"`
		Description string `json:"error_description"`
	}
	_ = json.Unmarshal([]byte(r.Body), &told) // a page has neither
	return &Refusal{r.Status, told.Error, told.Description}
}

// Tokens is a token response (RFC 6749 §5.1).
type Tokens struct {
	AccessToken  string `json:"access_token"`
	RefreshToken string `json:"refresh_token"`
	IDToken      string `json:"id_token"`
	Scope        string `json:"scope"`
}

// Login is an authorization request, and the secrets that its client keeps.
type Login struct{ URL, State, Verifier string }

// Begin returns an authorization request of an app. more replaces or adds parameters; an empty value
// removes one.
func (s *Scene) Begin(app App, more url.Values) Login {
	l := Login{State: oauth.NewSecret(), Verifier: oauth.NewSecret()}
	q := url.Values{
		"response_type": {"code"}, "client_id": {app.ID}, "redirect_uri": {app.RedirectURI}, "scope": {app.Scope}, "state": {l.State},
	}
	if app.PKCE {
		q.Set("code_challenge", oauth.ChallengeOf(l.Verifier))
		q.Set("code_challenge_method", oauth.S256)
	}
	for name, values := range more {
		q[name] = values
		if values[0] == "" {
			q.Del(name)
		}
	}
	l.URL = s.Issuer + "/authorize?" + q.Encode()
	return l
}

// Redeem redeems a code as an app, with a program of the attacker. An empty verifier is not sent. The
// error is a *Refusal if the server refuses.
func (s *Scene) Redeem(app App, code, verifier string) (Tokens, error) {
	return s.RedeemWith(s.Program, app, code, verifier)
}

// RedeemWith is Redeem with another HTTP client of the scene.
func (s *Scene) RedeemWith(with *http.Client, app App, code, verifier string) (Tokens, error) {
	form := url.Values{"grant_type": {"authorization_code"}, "code": {code}, "redirect_uri": {app.RedirectURI}}
	if verifier != "" {
		form.Set("code_verifier", verifier)
	}
	return s.Token(with, app, form)
}

// Refresh uses a refresh token of an app with an HTTP client of the scene. more changes the request, as in
// Begin. The error is a *Refusal if the server refuses.
func (s *Scene) Refresh(with *http.Client, app App, token string, more url.Values) (Tokens, error) {
	form := url.Values{"grant_type": {"refresh_token"}, "refresh_token": {token}}
	for name, values := range more {
		form[name] = values
	}
	return s.Token(with, app, form)
}

// Token sends a token request of an app with an HTTP client of the scene. The error is a *Refusal if the
// server refuses.
func (s *Scene) Token(with *http.Client, app App, form url.Values) (t Tokens, err error) {
	form.Set("client_id", app.ID)
	if app.Secret != "" {
		form.Set("client_secret", app.Secret)
	}
	resp, err := s.Form(with, s.Issuer+"/token", form)
	if err != nil {
		return t, err
	}
	return t, json.Unmarshal([]byte(resp.Body), &t)
}

// Form sends a form. The error is a *Refusal if the response is not successful.
func (s *Scene) Form(with *http.Client, address string, form url.Values) (Response, error) {
	r, err := http.NewRequestWithContext(s.ctx, http.MethodPost, address, strings.NewReader(form.Encode()))
	if err != nil {
		return Response{}, err
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	resp, err := send(with, r)
	if err != nil {
		return resp, err
	}
	return resp, resp.Refused()
}

// ReadNotes reads the notes of whoever a token stands for, with a program of the attacker.
func (s *Scene) ReadNotes(token string) (Response, error) {
	return s.Call(s.Program, http.MethodGet, s.API+"/notes", "Bearer "+token, "")
}

// Call sends a request with a header Authorization. The error is a *Refusal if the response is not
// successful.
func (s *Scene) Call(with *http.Client, method, address, authorization, body string) (Response, error) {
	header := http.Header{"Authorization": {authorization}}
	if body != "" {
		header.Set("Content-Type", "application/json")
	}
	return s.Send(with, method, address, header, body)
}

// Send sends a request with any header. The error is a *Refusal if the response is not successful.
func (s *Scene) Send(with *http.Client, method, address string, header http.Header, body string) (Response, error) {
	r, err := http.NewRequestWithContext(s.ctx, method, address, strings.NewReader(body))
	if err != nil {
		return Response{}, err
	}
	r.Header = header
	resp, err := send(with, r)
	if err != nil {
		return resp, err
	}
	return resp, resp.Refused()
}
