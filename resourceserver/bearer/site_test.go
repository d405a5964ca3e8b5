package bearer_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"quartet.example/resourceserver/bearer"
	"quartet.example/resourceserver/internal/issuertest"
	"quartet.example/shared/jose"
	"quartet.example/shared/jose/josetest"
)

// site is an issuer without a network, for tests in a synctest bubble, in which hours pass at once.
// Its answer function may block until the request is cancelled.
type site struct {
	key     jose.SigningKey
	answer  atomic.Pointer[func(r *http.Request) (int, string)]
	fetches atomic.Int32 // number of fetches of the key set
	hidden  atomic.Bool  // metadata cannot be read
	at      atomic.Pointer[string]
}

const siteURL = "https://issuer.example"

func newSite(t *testing.T) *site {
	t.Helper()
	s := &site{key: issuertest.NewKey(t, "k1")}
	s.move("/keys")
	s.publish(t, s.key)
	return s
}

// publish sets the metadata and these keys.
func (s *site) publish(t *testing.T, keys ...jose.SigningKey) {
	t.Helper()
	set := map[string]any{"keys": []any{}}
	for _, key := range keys {
		set["keys"] = append(set["keys"].([]any), issuertest.JWK(t, key.Signer.Public(), key.ID, "ES256"))
	}
	body, err := json.Marshal(set)
	if err != nil {
		t.Fatal(err)
	}
	s.say(http.StatusOK, string(body))
}

// move changes the path of the key set.
func (s *site) move(path string) { s.at.Store(&path) }

// say sets the response to requests for keys.
func (s *site) say(status int, body string) {
	s.act(func(*http.Request) (int, string) { return status, body })
}

func (s *site) act(answer func(*http.Request) (int, string)) { s.answer.Store(&answer) }

func (s *site) RoundTrip(r *http.Request) (*http.Response, error) {
	status, body := http.StatusNotFound, ""
	switch {
	case r.URL.Path == *s.at.Load():
		s.fetches.Add(1)
		status, body = (*s.answer.Load())(r)
	case r.URL.Path == "/.well-known/openid-configuration" && !s.hidden.Load():
		status, body = http.StatusOK, `{"issuer":"`+siteURL+`","jwks_uri":"`+siteURL+*s.at.Load()+`"}`
	}
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	return &http.Response{StatusCode: status, Status: fmt.Sprint(status), Header: http.Header{}, Body: io.NopCloser(strings.NewReader(body)), Request: r}, nil
}

// open makes a Validator that uses the site and the clock of the bubble.
func (s *site) open(t *testing.T) *bearer.Validator {
	t.Helper()
	v, err := bearer.New(bearer.Config{Issuer: siteURL, Resource: issuertest.Resource, HTTP: &http.Client{Transport: s}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = v.Close() })
	synctest.Wait()
	return v
}

// token returns a token that is signed by the key and valid for five hours.
func (s *site) token(t *testing.T, key jose.SigningKey, header ...string) string {
	t.Helper()
	c := (&issuertest.Issuer{URL: siteURL}).Claims(time.Now())
	c.ExpiresAt.Time = time.Now().Add(5 * time.Hour)
	h := issuertest.Header(key)
	for i := 0; i+1 < len(header); i += 2 {
		h[header[i]] = header[i+1]
	}
	return josetest.Sign(t, key.Algorithm, key.Signer, h, c)
}

func statusOf(t *testing.T, v *bearer.Validator, raw string) int {
	t.Helper()
	req := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/notes", nil)
	req.Header.Set("Authorization", "Bearer "+raw)
	w := httptest.NewRecorder()
	v.Require()(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {})).ServeHTTP(w, req)
	return w.Code
}
