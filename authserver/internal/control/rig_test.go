package control_test

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"quartet.example/authserver"
	"quartet.example/authserver/internal/control"
	"quartet.example/authserver/internal/storetest"
	"quartet.example/shared/jose/forge"
	"quartet.example/shared/redistest"
)

const (
	alice    = "248289761001"
	resource = "http://api.localhost:9001"
	jkt      = "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I" // RFC 9449 §6.1
)

// start returns the verbs of a server of the dev profile, whose clock stands still.
func start(t *testing.T) *control.Control {
	t.Helper()
	cfg, err := authserver.DevConfig()
	if err != nil {
		t.Fatal(err)
	}
	server, err := authserver.New(cfg, authserver.Deps{Redis: redistest.New(t), Log: slog.New(slog.DiscardHandler), Now: storetest.NewClock().Now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	return control.Of(server.Handler)
}

// post sends a form to an endpoint of the server, as the client notes-api.
func post(t *testing.T, c *control.Control, path string, form url.Values) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, c.Issuer+path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.SetBasicAuth("notes-api", "notes-api-dev-secret-not-for-production")
	w := httptest.NewRecorder()
	c.Handler.ServeHTTP(w, r)
	return w
}

func parse(t *testing.T, raw string) forge.Token {
	t.Helper()
	token, err := forge.Parse(raw)
	if err != nil {
		t.Fatal(err)
	}
	return token
}
