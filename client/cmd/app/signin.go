package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"

	"quartet.example/client/cmd/internal/loopback"
	"quartet.example/client/cmd/internal/systembrowser"
	"quartet.example/shared/oauth"
)

// signIn signs the user in with the system browser, stores the session in b and returns the name
// of its user. The verifier stays in this program until the hand-over has arrived, so that a
// hand-over is useless to anyone who reads it on its way through the browser (RFC 8252 §8.1,
// RFC 7636 §1). On a phone the redirect would be a private-use scheme or a claimed https address
// (RFC 8252 §7.1, §7.2).
func (s *settings) signIn(ctx context.Context, b *backend, out io.Writer) (user string, err error) {
	verifier, state := oauth.NewSecret(), oauth.NewSecret()
	redirect, err := loopback.Listen(loopback.Expected{Program: "app", Path: "/app", State: state, Read: handoverOf})
	if err != nil {
		return "", err
	}
	defer redirect.Close()
	systembrowser.Visit(ctx, out, s.Browser, s.Backend+"/app/login?"+url.Values{
		"challenge": {oauth.ChallengeOf(verifier)}, "redirect": {redirect.URI}, "state": {state},
	}.Encode())
	handover, err := redirect.Wait(ctx, s.Timeout)
	if err != nil {
		return "", err
	}
	return b.redeem(ctx, handover, verifier)
}

// handoverOf returns the hand-over in a response with our state.
func handoverOf(response url.Values) (string, error) {
	switch {
	case response.Get("error") == string(oauth.AccessDenied):
		return "", errors.New("you said no")
	case response.Has("error"):
		return "", fmt.Errorf("the backend could not sign you in: %q", response.Get("error"))
	case response.Get("handover") == "":
		return "", errors.New("the response has neither a hand-over nor an error")
	}
	return response.Get("handover"), nil
}
