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

// backend sends requests to the backend of this application. It keeps the id of the
// session in memory; a phone would store it in its keystore.
type backend struct {
	url     string
	http    *http.Client // without a cookie jar
	session string
}

// redeem exchanges the hand-over for a session, and returns the name of its user.
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

// call sends a request with the session and with body as JSON, or without a body if it is nil.
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

// exchange sends one request, and decodes the response into answer, unless that is nil.
func (b *backend) exchange(ctx context.Context, method, path, mediaType, body string, answer any) error {
	req, err := http.NewRequestWithContext(ctx, method, b.url+path, strings.NewReader(body))
	if err != nil {
		return err
	}
	req.Header.Set("Accept", "application/json")
	if b.session != "" {
		req.Header.Set("Authorization", "Session "+b.session) // not in a cookie and not in the URL, which is logged
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

// refusal returns the error of the backend (RFC 6749 §5.2), or of the API behind it (RFC 9457).
func refusal(status int, body []byte) error {
	var says struct {
		Error       oauth.Code `json:"error"`
		Description string     `json:"error_description"`
		Detail      string     `json:"detail"`
	}
	_ = json.Unmarshal(body, &says) // of a malformed body only the status is reported
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
