package commands_test

import (
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"quartet.example/shared/localnet"
	"quartet.example/shared/waittest"
)

// answers starts an authorization server with these settings, and returns what it responds to the same
// requests.
func answers(t *testing.T, settings ...string) map[string]string {
	t.Helper()
	p := launch(t, nil, "authserver", append([]string{"--listen", "127.0.0.1:0", "--log-format", "text"}, settings...)...)
	at := "http://" + p.await(`listening .*addr=(127\.0\.0\.1:\d+)`)
	client := localnet.HTTPClient(waittest.Patience)
	said := make(map[string]string)
	read := func(path string, resp *http.Response, err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = resp.Body.Close() }()
		body, err := io.ReadAll(resp.Body)
		if err != nil || resp.StatusCode >= http.StatusBadRequest {
			t.Fatalf("%s: %s %s %v", path, resp.Status, body, err)
		}
		said[path] = string(body)
	}
	for _, path := range []string{"/jwks", "/.well-known/openid-configuration"} {
		resp, err := client.Get(at + path)
		read(path, resp, err)
	}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, at+"/token", strings.NewReader("grant_type=client_credentials"))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.SetBasicAuth("service", "service-dev-secret-not-for-production")
	resp, err := client.Do(req)
	read("/token", resp, err)
	resp, err = client.PostForm(at+"/device_authorization", url.Values{"client_id": {"tv"}, "scope": {"openid"}})
	read("/device_authorization", resp, err)
	resp, err = client.Post(at+"/control/tokens", "application/json", strings.NewReader(`{"user":"alice","scope":"notes:read"}`))
	read("/control/tokens", resp, err)
	return said
}

// With a seed and a clock that stands still, two runs respond with the same keys, tokens and codes, so
// that a test can compare them with a golden file.
func TestARunCanBeRepeated(t *testing.T) {
	t.Parallel()
	golden := []string{"--random-seed", "golden", "--clock", "2030-01-01T00:00:00Z"}
	first, again := answers(t, golden...), answers(t, golden...)
	other := answers(t, "--random-seed", "other", "--clock", "2030-01-01T00:00:00Z")
	for path, said := range first {
		if again[path] != said {
			t.Errorf("%s: got %s, then %s", path, said, again[path])
		}
		if strings.HasPrefix(path, "/.well-known") {
			continue // the metadata has nothing random
		}
		if other[path] == said {
			t.Errorf("%s: another seed gives the same response", path)
		}
	}
}
