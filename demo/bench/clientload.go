package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"

	"quartet.example/demo/e2e/browser"
	"quartet.example/shared/oauth"
)

// introspection introspects one token repeatedly (RFC 7662).
func (l *loads) introspection(s subject) ([]worker, error) {
	request, err := post(s.Token, benchClient, benchSecret, url.Values{"grant_type": {"client_credentials"}, "scope": {"notes:read"}})
	if err != nil {
		return nil, err
	}
	body, err := once(request)
	if err != nil {
		return nil, err
	}
	var answer oauth.TokenResponse
	if err := json.Unmarshal(body, &answer); err != nil {
		return nil, err
	}
	form := url.Values{"token": {answer.AccessToken}}
	return same(func([]byte) (*http.Request, error) {
		return post(s.Introspect, "notes-api", "notes-api-dev-secret-not-for-production", form)
	}), nil
}

// proxied calls the API through the client. Each connection has its own session.
func (l *loads) proxied(s subject) ([]worker, error) {
	cookies, err := l.sessions(s)
	if err != nil {
		return nil, err
	}
	workers := make([]worker, connections)
	for i := range workers {
		workers[i] = func([]byte) (*http.Request, error) {
			request, err := http.NewRequest(http.MethodGet, s.Client+"/api/whoami", http.NoBody)
			if err != nil {
				return nil, err
			}
			request.Header.Set("X-Requested-With", "quartet")
			request.Header.Set("Cookie", cookies[i])
			return request, nil
		}
	}
	return workers, nil
}

// floorSessions returns sessions of the floor's client.
func (l *loads) floorSessions(s subject) ([]string, error) {
	cookies := make([]string, connections)
	for i := range cookies {
		raw, err := l.sign()
		if err != nil {
			return nil, err
		}
		request, err := http.NewRequest(http.MethodPost, s.Client+"/session", http.NoBody)
		if err != nil {
			return nil, err
		}
		request.Header.Set("Authorization", "Bearer "+raw)
		cookie, err := once(request)
		if err != nil {
			return nil, err
		}
		cookies[i] = string(cookie)
	}
	return cookies, nil
}

// sessions signs alice in at our client: the first time with her password, then with her session
// at the authorization server.
func sessions(at addresses) (cookies []string, err error) {
	t := &script{}
	defer t.end()
	defer func() {
		if r := recover(); r != nil {
			cookies, err = nil, fmt.Errorf("sign-in: %v", r)
		}
	}()
	const ours = "__Host-quartet-client-"
	const name = ours + "session"
	user := browser.New(t)
	for range connections {
		user.Open(at.Client + "/login")
		if user.Has("input[name=password]") {
			user.Login("alice", "wonderland")
		}
		if user.Has("[name=decision]") {
			user.Approve()
		}
		cookies = append(cookies, name+"="+user.Cookie("app.localhost", name))
		for _, cookie := range []string{name, ours + "browser"} { // so that the next sign-in counts as another browser
			user.Plant("app.localhost", &http.Cookie{Name: cookie, Path: "/", Secure: true, MaxAge: -1})
		}
	}
	return cookies, nil
}

// once sends a request that is not measured.
func once(request *http.Request) ([]byte, error) {
	client := &http.Client{Transport: transport()}
	defer client.CloseIdleConnections()
	response, err := client.Do(request)
	if err != nil {
		return nil, err
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	if err == nil && response.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s %s: %s: %s", request.Method, request.URL.Path, response.Status, body)
	}
	return body, err
}
