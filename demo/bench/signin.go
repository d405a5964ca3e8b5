package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"testing"

	"quartet.example/demo/e2e/browser"
	"quartet.example/shared/oauth"
)

// floorTokens returns refresh tokens of families that the floor does not know yet.
func floorTokens() []string {
	tokens := make([]string, connections)
	for i := range tokens {
		tokens[i] = random() + "." + random()
	}
	return tokens
}

// signIns signs alice in once, and returns a refresh token for each connection.
func signIns(at addresses) (tokens []string, err error) {
	t := &script{}
	defer t.end()
	defer func() {
		if r := recover(); r != nil {
			tokens, err = nil, fmt.Errorf("sign-in: %v", r)
		}
	}()
	user := browser.New(t).StopAt(benchRedirect)
	for range connections {
		token, err := signIn(user, at)
		if err != nil {
			return nil, err
		}
		tokens = append(tokens, token)
	}
	return tokens, nil
}

func signIn(user *browser.Browser, at addresses) (string, error) {
	verifier := oauth.NewSecret()
	user.Open(at.Authorize + "?" + url.Values{
		"response_type": {"code"}, "client_id": {benchClient}, "redirect_uri": {benchRedirect}, "scope": {"notes:read"},
		"state": {oauth.NewSecret()}, "code_challenge": {oauth.ChallengeOf(verifier)}, "code_challenge_method": {oauth.S256},
	}.Encode())
	if user.StoppedAt() == nil && user.Has("input[name=password]") {
		user.Login("alice", "wonderland")
	}
	if user.StoppedAt() == nil && user.Has("[name=decision]") {
		user.Approve()
	}
	returned := user.StoppedAt()
	if returned == nil {
		return "", fmt.Errorf("no code: %s", user.Text())
	}
	return redeem(at, returned.Query().Get("code"), verifier)
}

func redeem(at addresses, code, verifier string) (string, error) {
	request, err := post(at.Token, benchClient, benchSecret, url.Values{
		"grant_type": {"authorization_code"}, "code": {code}, "redirect_uri": {benchRedirect}, "code_verifier": {verifier},
	})
	if err != nil {
		return "", err
	}
	client := &http.Client{Transport: transport()}
	defer client.CloseIdleConnections()
	response, err := client.Do(request)
	if err != nil {
		return "", err
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return "", err
	}
	var answer oauth.TokenResponse
	if err := json.Unmarshal(body, &answer); err != nil {
		return "", err
	}
	if answer.RefreshToken == "" {
		return "", errors.New("no refresh token: " + string(body))
	}
	return answer.RefreshToken, nil
}

// script implements the part of testing.TB that the scripted browser needs, outside of a test. A
// failure panics, which signIns recovers.
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
