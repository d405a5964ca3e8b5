package clientauth_test

import (
	"encoding/base64"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"quartet.example/authserver/internal/clientauth"
	"quartet.example/authserver/internal/endpointtest"
	"quartet.example/shared/oauth"
)

func authenticator() *clientauth.Authenticator {
	return &clientauth.Authenticator{Clients: endpointtest.Clients{}, Realm: endpointtest.Issuer}
}

// outcome is the client, or the error code.
func outcome(t testing.TB, authorization []string, body string) (string, *oauth.Error) {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/token", nil)
	r.Header["Authorization"] = authorization
	form, err := url.ParseQuery(body)
	if err != nil {
		t.Skip(err)
	}
	client, err := authenticator().Authenticate(t.Context(), r, form)
	var refused *oauth.Error
	switch {
	case err == nil:
		return client.ID, nil
	case errors.As(err, &refused):
		return string(refused.Code), refused
	}
	t.Fatalf("got %v, want an *oauth.Error", err)
	return "", nil
}

func basic(id, secret string) []string {
	return []string{"Basic " + base64.StdEncoding.EncodeToString([]byte(id+":"+secret))}
}

func TestAuthenticate(t *testing.T) {
	const odd = "odd: &client+"
	secret := endpointtest.Secret
	post := func(id, secret string) string {
		return url.Values{"client_id": {id}, "client_secret": {secret}}.Encode()
	}
	for name, tt := range map[string]struct {
		authorization []string
		body          string
		want          string
	}{
		"Basic":                                       {basic("notes", secret("notes")), "", "notes"},
		"the scheme is case-insensitive":              {[]string{"bAsIc " + strings.TrimPrefix(basic("notes", secret("notes"))[0], "Basic ")}, "", "notes"},
		"§2.3.1 both parts are form-urlencoded":       {basic(url.QueryEscape(odd), url.QueryEscape(secret(odd))), "", odd},
		"§2.3.1 a raw colon splits the name":          {basic(odd, secret(odd)), "", "invalid_client"},
		"body":                                        {nil, post("web-post", secret("web-post")), "web-post"},
		"a public client":                             {nil, "client_id=native", "native"},
		"client_id in the body beside Basic":          {basic("notes", secret("notes")), "client_id=notes", "notes"},
		"C-16 another client_id in the body":          {basic("notes", secret("notes")), "client_id=web-post", "invalid_request"},
		"C-08 a wrong secret":                         {basic("notes", "wrong"), "", "invalid_client"},
		"C-10 a wrong secret in the body":             {nil, post("web-post", "wrong"), "invalid_client"},
		"an unknown client":                           {basic("ghost", "x"), "", "invalid_client"},
		"an unknown public client":                    {nil, "client_id=ghost", "invalid_client"},
		"C-11 a confidential client without a secret": {nil, "client_id=notes", "invalid_client"},
		"C-11 an empty secret in the body":            {nil, "client_id=web-post&client_secret=", "invalid_client"},
		"C-11 an empty secret in the header":          {basic("notes", ""), "", "invalid_client"},
		"a public client with a secret in the header": {basic("native", "x"), "", "invalid_client"},
		"a public client with an empty secret":        {basic("native", ""), "", "invalid_client"},
		"Basic for a client of client_secret_post":    {basic("web-post", secret("web-post")), "", "invalid_client"},
		"body for a client of client_secret_basic":    {nil, post("notes", secret("notes")), "invalid_client"},
		"two methods, both right":                     {basic("notes", secret("notes")), post("notes", secret("notes")), "invalid_request"},
		"two Authorization headers":                   {append(basic("notes", secret("notes")), basic("notes", secret("notes"))...), "", "invalid_request"},
		"Basic and an assertion":                      {basic("notes", secret("notes")), "client_assertion=a.b.c", "invalid_request"},
		"an assertion that is none":                   {nil, "client_id=notes&client_assertion=a.b.c", "invalid_client"},
		"nobody":                                      {nil, "", "invalid_client"},
		"another scheme":                              {[]string{"Bearer x"}, "client_id=native", "invalid_client"},
		"an empty header":                             {[]string{""}, "client_id=notes", "invalid_client"},
		"no base64":                                   {[]string{"Basic %%%"}, "", "invalid_client"},
		"no colon":                                    {[]string{"Basic " + base64.StdEncoding.EncodeToString([]byte("notes"))}, "", "invalid_client"},
		"a bad escape":                                {basic("notes", "%zz"), "", "invalid_client"},
	} {
		t.Run(name, func(t *testing.T) {
			got, refused := outcome(t, tt.authorization, tt.body)
			if got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
			if challenge := `Basic realm="` + endpointtest.Issuer + `", charset="UTF-8"`; got == "invalid_client" && refused.Challenge != challenge {
				t.Errorf("challenge: got %q, want %q", refused.Challenge, challenge)
			}
		})
	}
}

func TestUnknownClientAndWrongSecretLookAlike(t *testing.T) {
	_, unknown := outcome(t, basic("ghost", "wrong"), "")
	_, wrong := outcome(t, basic("notes", "wrong"), "")
	if unknown.Error() != wrong.Error() || unknown.Status() != wrong.Status() || unknown.Challenge != wrong.Challenge {
		t.Errorf("got %v and %v", unknown, wrong)
	}
}

// BenchmarkRefusal shows that both take the same time.
func BenchmarkRefusal(b *testing.B) {
	for name, id := range map[string]string{"unknown client": "ghost", "wrong secret": "notes"} {
		b.Run(name, func(b *testing.B) {
			header := basic(id, "wrong")
			for b.Loop() {
				outcome(b, header, "")
			}
		})
	}
}

// FuzzAuthenticate wants a client only for its secret, whatever strangers send.
func FuzzAuthenticate(f *testing.F) {
	f.Add("Basic bm90ZXM6eA==", "client_id=notes")
	f.Add("Basic", "client_id=native&client_secret=")
	f.Add("", "client_id=web-post&client_secret=x")
	f.Add("basic  Og==", "client_assertion=x")
	f.Fuzz(func(t *testing.T, authorization, body string) {
		got, refused := outcome(t, []string{authorization}, body)
		knows := strings.Contains(body, "dev-secret") || strings.Contains(authorization, "LXNlY3JldC")
		if refused == nil && !knows && got != "native" {
			t.Errorf("%q %q authenticated as %s", authorization, body, got)
		}
	})
}
