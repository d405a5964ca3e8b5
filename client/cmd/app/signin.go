package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"

	"quartet.example/client/cmd/internal/systembrowser"

	"quartet.example/shared/oauth"
)

// signIn goes through the browser and comes back with a session, for b to keep,
// and the name of its user. The verifier stays here until the hand-over has come:
// whoever else sees that, on its way through the browser, has no use for it (RFC
// 8252 §8.1, RFC 7636 §1).
func (s settings) signIn(ctx context.Context, b *backend, out io.Writer) (user string, err error) {
	verifier, state := oauth.NewSecret(), oauth.NewSecret()
	w, err := wait(state)
	if err != nil {
		return "", err
	}
	defer w.close()
	s.ask(ctx, out, s.Backend+"/app/login?"+url.Values{
		"challenge": {oauth.ChallengeOf(verifier)}, "redirect": {w.redirect}, "state": {state},
	}.Encode())
	handover, err := w.handover(ctx, s.Timeout)
	if err != nil {
		return "", err
	}
	return b.redeem(ctx, handover, verifier)
}

// ask sends the user to the backend with their own browser: one that is built in
// could read the password (RFC 8252 §8.12).
func (s settings) ask(ctx context.Context, out io.Writer, address string) {
	if s.Browser && systembrowser.Open(ctx, address) == nil {
		fmt.Fprintln(out, "your browser should open now; if it does not, visit")
	} else {
		fmt.Fprintln(out, "to sign in, visit")
	}
	fmt.Fprintf(out, "\n  %s\n\n", address)
}

// judge reads an answer with our state.
func judge(answer url.Values) (handover string, err error) {
	switch {
	case answer.Get("error") == string(oauth.AccessDenied):
		return "", errors.New("you said no")
	case answer.Has("error"):
		return "", fmt.Errorf("the backend could not sign you in: %q", answer.Get("error"))
	case answer.Get("handover") == "":
		return "", errors.New("the answer holds neither a hand-over nor an error")
	}
	return answer.Get("handover"), nil
}
