package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"

	"quartet.example/shared/oauth"
)

// authorization is one authorization request and what redeems its code.
type authorization struct {
	query            url.Values
	client, verifier string
}

func newAuthorization(client, scope string) authorization {
	verifier := oauth.NewSecret()
	return authorization{client: client, verifier: verifier, query: url.Values{
		"response_type": {"code"}, "client_id": {client}, "redirect_uri": {benchRedirect}, "scope": {scope}, "state": {oauth.NewSecret()},
		"nonce": {oauth.NewSecret()}, "code_challenge": {oauth.ChallengeOf(verifier)}, "code_challenge_method": {oauth.S256},
	}}
}

// redeem gets tokens for the code in the Location of an answer (RFC 6749 §4.1.3).
func (a authorization) redeem(do ask, s *subject, returned *answer) (*oauth.TokenResponse, error) {
	location, err := url.Parse(returned.header.Get("Location"))
	if err != nil {
		return nil, err
	}
	code := location.Query().Get("code")
	if code == "" {
		return nil, fmt.Errorf("no code in %q", location)
	}
	request, err := post(s.Auth+"/token", a.client, url.Values{
		"grant_type": {"authorization_code"}, "code": {code}, "redirect_uri": {benchRedirect}, "code_verifier": {a.verifier},
	})
	return tokens(do, request, err)
}

func tokens(do ask, request *http.Request, err error) (*oauth.TokenResponse, error) {
	if err != nil {
		return nil, err
	}
	got, err := do(request)
	if err != nil {
		return nil, err
	}
	var response oauth.TokenResponse
	return &response, json.Unmarshal(got.body, &response)
}

// flow is the code flow of a browser that is signed in: two requests (RFC 6749 §4.1).
func (a authorization) flow(do ask, s *subject, known string) (*oauth.TokenResponse, error) {
	request, err := get(s.Auth+"/authorize?"+a.query.Encode(), "Cookie", known)
	if err != nil {
		return nil, err
	}
	returned, err := do(request)
	if err != nil {
		return nil, err
	}
	return a.redeem(do, s, returned)
}

func (l *loads) codeFlow(client string) func(*subject) ([]worker, error) {
	return func(s *subject) ([]worker, error) {
		people, err := l.people(s)
		if err != nil {
			return nil, err
		}
		workers := make([]worker, connections)
		for i := range workers {
			workers[i] = func(do ask) error {
				got, err := newAuthorization(client, "openid notes:read").flow(do, s, people[i].known)
				if err == nil && got.IDToken == "" {
					err = errors.New("no ID token")
				}
				return err
			}
		}
		return workers, nil
	}
}

// signIn is the code flow of a browser that nobody knows: the form, the password, the code, the tokens.
func (l *loads) signIn(s *subject) ([]worker, error) {
	people, err := l.people(s) // who have allowed the client what it asks for
	if err != nil {
		return nil, err
	}
	workers := make([]worker, connections)
	for i := range workers {
		workers[i] = func(do ask) error {
			if s.floor {
				request, err := post(s.Auth+"/hash", "", nil)
				if err == nil {
					_, err = do(request)
				}
				return err
			}
			a := newAuthorization(benchClient, "openid notes:read")
			returned, err := (&visitor{do: do, at: s.Auth}).signIn("/authorize?"+a.query.Encode(), people[i].username)
			if err == nil {
				_, err = a.redeem(do, s, returned)
			}
			return err
		}
	}
	return workers, nil
}

// visitor is a browser with as little of one as a sign-in needs.
type visitor struct {
	do      ask
	at      string // base URL of the server
	path    string // of the page that it shows
	cookies []string
}

var hiddenField = regexp.MustCompile(`<input type="hidden" name="([^"]*)" value="([^"]*)"`)

// signIn fills in the form that path leads to, and returns the answer that leads back to the client.
func (v *visitor) signIn(path, username string) (*answer, error) {
	page, err := v.follow(get(v.at + path))
	if err != nil {
		return nil, err
	}
	form := url.Values{"username": {username}, "password": {benchPassword}, "decision": {"sign-in"}}
	for _, field := range hiddenField.FindAllSubmatch(page.body, -1) {
		form.Set(string(field[1]), html.UnescapeString(string(field[2])))
	}
	return v.follow(post(v.at+v.path, "", form)) // the form's action is its own page
}

// follow follows redirects on this server, and returns the first answer that is a page or leads elsewhere.
func (v *visitor) follow(request *http.Request, err error) (*answer, error) {
	for err == nil {
		v.path = request.URL.RequestURI()
		request.Header.Set("Cookie", strings.Join(v.cookies, "; "))
		request.Header.Set("Origin", v.at)
		var got *answer
		if got, err = v.do(request); err != nil {
			break
		}
		for _, line := range got.header["Set-Cookie"] {
			pair, _, _ := strings.Cut(line, ";")
			v.cookies = append(v.cookies, pair)
		}
		location := strings.TrimPrefix(got.header.Get("Location"), v.at)
		if !strings.HasPrefix(location, "/") {
			return got, nil
		}
		request, err = get(v.at + location)
	}
	return nil, err
}
