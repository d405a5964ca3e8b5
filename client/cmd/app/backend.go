package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"quartet.example/client/cmd/internal/report"
	"quartet.example/shared/oauth"
)

// backend is the server of this application. What this program holds is the id of
// a session there, in memory: a phone would put it into its keystore.
type backend struct {
	url     string
	http    *http.Client // without a cookie jar
	session string
}

// redeem turns the hand-over into a session, and tells whose it is.
func (b *backend) redeem(ctx context.Context, handover, verifier string) (user string, err error) {
	var given struct {
		Session string `json:"session"`
		User    struct {
			Subject string `json:"sub"`
			Name    string `json:"name"`
		} `json:"user"`
	}
	form := url.Values{"handover": {handover}, "verifier": {verifier}}.Encode()
	if err := b.exchange(ctx, http.MethodPost, "/app/session", "application/x-www-form-urlencoded", form, &given); err != nil {
		return "", err
	}
	b.session = given.Session
	if given.User.Name == "" {
		return given.User.Subject, nil
	}
	return given.User.Name, nil
}

// call makes a call with the session, with a JSON body or none (nil).
func (b *backend) call(ctx context.Context, method, path string, body, answer any) error {
	if body == nil {
		return b.exchange(ctx, method, path, "", "", answer)
	}
	encoded, err := json.Marshal(body)
	if err != nil {
		return err
	}
	return b.exchange(ctx, method, path, "application/json", string(encoded), answer)
}

const maxAnswer = 16 << 20

// exchange sends one request, and decodes the answer into answer, unless that is nil.
func (b *backend) exchange(ctx context.Context, method, path, mediaType, body string, answer any) error {
	req, err := http.NewRequestWithContext(ctx, method, b.url+path, strings.NewReader(body))
	if err != nil {
		return err
	}
	req.Header.Set("Accept", "application/json")
	if b.session != "" {
		req.Header.Set("Authorization", "Session "+b.session) // in no cookie, and in no address
	}
	if mediaType != "" {
		req.Header.Set("Content-Type", mediaType)
	}
	resp, err := b.http.Do(req)
	if err != nil {
		return err
	}
	defer func() { _ = resp.Body.Close() }()
	content, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer))
	switch {
	case err != nil:
		return err
	case resp.StatusCode >= http.StatusMultipleChoices:
		return refusal(resp.StatusCode, content)
	case answer == nil || len(bytes.TrimSpace(content)) == 0:
		return nil
	}
	return json.Unmarshal(content, answer)
}

var errSignedOut = errors.New("the session has ended; start again to sign in")

// refusal is what the backend (RFC 6749 §5.2), or the API behind it (RFC 9457), says.
func refusal(status int, body []byte) error {
	var says struct {
		Error       oauth.Code `json:"error"`
		Description string     `json:"error_description"`
		Detail      string     `json:"detail"`
	}
	_ = json.Unmarshal(body, &says) // whatever it is, the status is known
	switch {
	case says.Error == oauth.LoginRequired:
		return errSignedOut
	case says.Error == oauth.InsufficientUserAuthentication: // RFC 9470 §3
		return errors.New("this needs a fresh sign-in; log out and start again")
	case says.Description == "":
		says.Description = says.Detail
	}
	return fmt.Errorf("the backend refused: %d %s", status, report.Plain(says.Description))
}
