package consequences_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"quartet.example/shared/waittest"
)

// answer is a response.
type answer struct {
	Status int
	Header http.Header
	Body   string
	log    string // what the services logged in the meantime
}

// text returns a string in a JSON response.
func (a answer) text(name string) string {
	var all map[string]any
	_ = json.Unmarshal([]byte(a.Body), &all)
	text, _ := all[name].(string)
	return text
}

// refused fails the test unless this check refused the request.
func (a answer) refused(t testing.TB, status int, check string) {
	t.Helper()
	if a.Status != status || !strings.Contains(a.log, `"check":"`+check+`"`) {
		t.Errorf("got %d %.200s, want %d by %s; log: %s", a.Status, a.Body, status, check, a.log)
	}
}

// ok fails the test unless the request succeeded.
func (a answer) ok(t testing.TB) answer {
	t.Helper()
	if a.Status != http.StatusOK {
		t.Fatalf("got %d %.300s, want 200", a.Status, a.Body)
	}
	return a
}

func (s *world) do(t testing.TB, method, address, body string, headers ...string) answer {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, address, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	before := s.Log.Len()
	resp, err := s.http.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer{resp.StatusCode, resp.Header, string(text), s.Log.From(before)}
}

func (s *world) get(t testing.TB, address string, headers ...string) answer {
	t.Helper()
	return s.do(t, http.MethodGet, address, "", headers...)
}

// post sends a form as a client in the seed, with its client authentication.
func (s *world) post(t testing.TB, path, clientID string, form url.Values, headers ...string) answer {
	t.Helper()
	secret := clientID + "-dev-secret-not-for-production"
	switch clientID {
	case "native", "tv":
		form.Set("client_id", clientID)
	case "web-post":
		form.Set("client_id", clientID)
		form.Set("client_secret", secret)
	default:
		r := &http.Request{Header: http.Header{}}
		r.SetBasicAuth(clientID, secret)
		form.Del("client_id")
		headers = append(headers, "Authorization", r.Header.Get("Authorization"))
	}
	return s.do(t, http.MethodPost, s.Issuer+path, form.Encode(), headers...)
}

// api reads the notes with an access token.
func (s *world) api(t testing.TB, accessToken string) answer {
	t.Helper()
	return s.get(t, s.API+"/notes", "Authorization", "Bearer "+accessToken)
}

// apiRefuses waits until the API has learned from the feed that the token was revoked, which takes
// milliseconds (docs/revocation.md).
func (s *world) apiRefuses(t testing.TB, what, accessToken string) {
	t.Helper()
	var last answer
	waittest.Until(t, "the API refuses "+what, func() bool {
		last = s.api(t, accessToken)
		return last.Status != http.StatusOK
	})
	last.refused(t, http.StatusUnauthorized, "rs.token.revoked")
}
