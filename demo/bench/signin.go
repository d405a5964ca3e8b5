package main

import (
	"context"
	"fmt"
	"net/url"
	"testing"

	"quartet.example/demo/e2e/browser"
)

// signedIn signs a user in at our services, allows each client what it will ask for, and returns the cookies.
func signedIn(s *subject, name string) (p person, err error) {
	t := &script{}
	defer t.end()
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("sign-in: %v", r)
		}
	}()
	user := browser.New(t).StopAt(benchRedirect)
	for _, client := range []string{benchClient, benchRS256} {
		visit(user, s.Auth+"/authorize?"+newAuthorization(client, "openid notes:read").query.Encode(), name)
		if user.StoppedAt() == nil || user.StoppedAt().Query().Get("code") == "" {
			return p, fmt.Errorf("no code: %s", user.Text())
		}
	}
	visit(user, s.App+"/login", name)
	return person{
		username: name,
		known:    cookies(user, s.Auth, "__Host-quartet-authserver-browser", "__Host-quartet-authserver-session"),
		app:      cookies(user, s.App, clientCookie),
	}, nil
}

// visit opens a page, and fills in the forms that it leads to.
func visit(user *browser.Browser, address, name string) {
	user.Open(address)
	if user.StoppedAt() == nil && user.Has("input[name=password]") {
		user.Login(name, benchPassword)
	}
	if user.StoppedAt() == nil && user.Has("[name=decision]") {
		user.Approve()
	}
}

// clientCookie holds the session of our client.
const clientCookie = "__Host-quartet-client-session"

func cookies(user *browser.Browser, base string, names ...string) (line string) {
	at, err := url.Parse(base)
	if err != nil {
		panic(err)
	}
	for _, name := range names {
		line += name + "=" + user.Cookie(at.Hostname(), name) + "; "
	}
	return line[:len(line)-2]
}

// script is the little of testing.TB that a scripted browser asks for outside of
// a test. Failing panics; signedIn recovers.
type script struct {
	testing.TB
	cleanups []func()
}

func (s *script) Helper()                           {}
func (s *script) Cleanup(f func())                  { s.cleanups = append(s.cleanups, f) }
func (s *script) Context() context.Context          { return context.Background() }
func (s *script) Log(...any)                        {}
func (s *script) Errorf(format string, args ...any) { panic(fmt.Sprintf(format, args...)) }
func (s *script) Logf(string, ...any)               {}
func (s *script) Fatal(args ...any)                 { panic(fmt.Sprint(args...)) }
func (s *script) Fatalf(format string, args ...any) { panic(fmt.Sprintf(format, args...)) }

func (s *script) end() {
	for _, f := range s.cleanups {
		f()
	}
}
