package main

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"sync/atomic"
	"time"
)

// clientCredentials asks for a token of the client's own (RFC 6749 §4.4).
func (l *loads) clientCredentials(s *subject) ([]worker, error) {
	form := url.Values{"grant_type": {"client_credentials"}, "scope": {"notes:read"}}
	return each(func(do ask) error { return asked(do)(post(s.Auth+"/token", benchClient, form)) })
}

func asked(do ask) func(*http.Request, error) error {
	return func(request *http.Request, err error) error {
		if err == nil {
			_, err = do(request)
		}
		return err
	}
}

// idTokenFamily begins the floor's families of refresh tokens that come with an ID token.
const idTokenFamily = "id-"

// refresh goes from one refresh token to the next (RFC 6749 §6).
func (l *loads) refresh(client, scope string) func(*subject) ([]worker, error) {
	return func(s *subject) ([]worker, error) {
		if err := l.fill(s); err != nil {
			return nil, err
		}
		workers := make([]worker, connections)
		for i := range workers {
			current, err := l.firstToken(s, i, client, scope)
			if err != nil {
				return nil, err
			}
			workers[i] = func(do ask) error {
				request, err := post(s.Auth+"/token", client, url.Values{"grant_type": {"refresh_token"}, "refresh_token": {current}})
				got, err := tokens(do, request, err)
				if err == nil {
					current = got.RefreshToken
				}
				return err
			}
		}
		return workers, nil
	}
}

// errFilled ends the code flows of fill.
var errFilled = errors.New("there are as many families as asked for")

// fill runs code flows until our services have stored l.families more families of refresh tokens. Later
// calls do nothing.
func (l *loads) fill(s *subject) error {
	if s.floor || l.families == 0 {
		return nil
	}
	workers, err := l.codeFlow(benchClient)(s)
	if err != nil {
		return err
	}
	var left atomic.Int64
	left.Store(int64(l.families))
	for i, flow := range workers {
		workers[i] = func(do ask) error {
			if left.Add(-1) < 0 {
				return errFilled
			}
			return flow(do)
		}
	}
	l.families = 0
	if _, err := drive(context.Background(), time.Hour, workers); !errors.Is(err, errFilled) {
		return err
	}
	return nil
}

// firstToken is a refresh token of a family of its own.
func (l *loads) firstToken(s *subject, i int, client, scope string) (string, error) {
	if s.floor {
		family := random()
		if scope != "notes:read" {
			family = idTokenFamily + family
		}
		return family + "." + random(), nil
	}
	people, err := l.people(s)
	if err != nil {
		return "", err
	}
	http := newClient()
	defer http.CloseIdleConnections()
	got, err := newAuthorization(client, scope).flow(asker(context.Background(), http), s, people[i].known)
	if err != nil {
		return "", err
	}
	return got.RefreshToken, nil
}

// introspection asks about one token again and again (RFC 7662).
func (l *loads) introspection(s *subject) ([]worker, error) {
	raw, err := l.accessToken(s, "notes:read")
	if err != nil {
		return nil, err
	}
	form := url.Values{"token": {raw}}
	return each(func(do ask) error { return asked(do)(post(s.Auth+"/introspect", benchAPI, form)) })
}

// userinfo is OpenID Connect Core §5.3.
func (l *loads) userinfo(s *subject) ([]worker, error) {
	raw, err := l.accessToken(s, "openid notes:read")
	if err != nil {
		return nil, err
	}
	return each(func(do ask) error { return asked(do)(get(s.Auth+"/userinfo", "Authorization", "Bearer "+raw)) })
}

// accessToken is one of the subject's own, from a code flow.
func (l *loads) accessToken(s *subject, scope string) (string, error) {
	people, err := l.people(s)
	if err != nil {
		return "", err
	}
	http := newClient()
	defer http.CloseIdleConnections()
	got, err := newAuthorization(benchClient, scope).flow(asker(context.Background(), http), s, people[0].known)
	if err != nil {
		return "", err
	}
	return got.AccessToken, nil
}

func (l *loads) jwks(s *subject) ([]worker, error) {
	return each(func(do ask) error { return asked(do)(get(s.Auth + "/jwks")) })
}

func (l *loads) discovery(s *subject) ([]worker, error) {
	return each(func(do ask) error { return asked(do)(get(s.Auth + "/.well-known/openid-configuration")) })
}
