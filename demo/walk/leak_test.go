package walk_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"quartet.example/demo/walk"
	"quartet.example/inspector/flow"
	"quartet.example/inspector/flowfile"
	"quartet.example/inspector/flowview"
)

// Nothing that a walk writes contains a secret: neither its messages, in any form, nor its recording, its
// script and its result.
func TestNothingContainsASecret(t *testing.T) {
	target := embedded(t)
	for _, f := range walk.Flows() {
		t.Run(f.Name, func(t *testing.T) {
			var secrets []string
			var said strings.Builder
			each := func(h *flow.Hop, raw walk.Raw) {
				secrets = append(secrets, secretsOf(raw)...)
				line, err := flowfile.Line(h.Event)
				if err != nil {
					t.Error(err)
				}
				said.WriteString(string(line) + walk.Wire(h, raw, false) + flowview.Terminal{Verbose: true}.Message(h, 0) + flowview.Terminal{Brief: true}.Message(h, 0))
			}
			r, err := walk.Run(t.Context(), f.Name, target, walk.Options{Each: each})
			if err != nil {
				t.Fatal(err)
			}
			recording, err := flowfile.JSONL(r.Flow)
			if err != nil {
				t.Fatal(err)
			}
			said.WriteString(string(recording) + r.Script() + string(r.JSON(false)) + r.Token(false))
			if len(secrets) < 2 {
				t.Fatalf("the test knows only %d secrets", len(secrets))
			}
			for _, secret := range secrets {
				if strings.Contains(said.String(), secret) {
					t.Errorf("the output contains %q", secret)
				}
			}
		})
	}
}

// secretsOf returns the secrets of a message: what has one of these names, and what is in cookies and
// credentials.
func secretsOf(raw walk.Raw) (secrets []string) {
	names := []string{
		"client_secret", "password", "code", "code_verifier", "state", "nonce", "access_token", "refresh_token", "id_token", "id_token_hint",
		"token", "subject_token", "device_code", "user_code", "request_uri", "transaction", "asked", "logout",
	} // session in the form for consent is sid, an identifier that ID tokens show too
	add := func(values url.Values) {
		for name, list := range values {
			if slices.Contains(names, name) {
				secrets = append(secrets, list...)
			}
		}
	}
	if u, err := url.Parse(raw.URL); err == nil {
		add(u.Query())
	}
	if form, err := url.ParseQuery(string(raw.Body)); err == nil {
		add(form)
	}
	if u, err := url.Parse(raw.Answer.Get("Location")); err == nil {
		add(u.Query())
	}
	for _, c := range append((&http.Response{Header: raw.Answer}).Cookies(), (&http.Request{Header: raw.Header}).Cookies()...) {
		secrets = append(secrets, c.Value)
	}
	if _, credential, found := strings.Cut(raw.Header.Get("Authorization"), " "); found {
		secrets = append(secrets, credential)
	}
	var members map[string]any
	if json.Unmarshal(raw.AnswerBody, &members) == nil {
		for _, name := range names {
			if value, isText := members[name].(string); isText {
				secrets = append(secrets, value)
			}
		}
	}
	return slices.DeleteFunc(secrets, func(s string) bool { return len(s) < 8 }) // "alice" and empty cookies
}
