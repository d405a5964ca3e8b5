package endpoint_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"quartet.example/resourceserver/bearer"
	"quartet.example/resourceserver/bearer/internal/endpoint"
	"quartet.example/resourceserver/internal/issuertest"
)

func introspection(ctx context.Context, client *http.Client, issuer string) (string, error) {
	metadata, err := bearer.Discover(ctx, client, issuer)
	return metadata.IntrospectionEndpoint, err
}

func open(t *testing.T, issuer, at string) *endpoint.Endpoint {
	t.Helper()
	e, err := endpoint.New(endpoint.Options{Issuer: issuer, URL: at, Find: introspection, ClientID: "api", ClientSecret: "s"})
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// Our credentials are sent only to the URL in the issuer's metadata, and only if no one on the
// network can read them.
func TestWhereCredentialsGo(t *testing.T) {
	for name, tt := range map[string]struct {
		at   any // of introspection_endpoint
		want string
	}{
		"RFC 8414 §2 nowhere":          {nil, "does not name the endpoint"},
		"in clear over the network":    {"http://as.example/introspect", "https is needed"},
		"with somebody's name in it":   {"https://user@as.example/introspect", "no user or password"},
		"another scheme":               {"ftp://127.0.0.1/introspect", "want http:// or https://"},
		"an address that is malformed": {"http://127.0.0.1:x/", "endpoint"},
	} {
		t.Run(name, func(t *testing.T) {
			issuer := issuertest.Start(t)
			if tt.at != nil {
				issuer.Describe("introspection_endpoint", tt.at)
			}
			_, err := open(t, issuer.URL, "").Post(t.Context(), "text/plain", "*/*", nil)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
		})
	}
	t.Run("RFC 8414 §3.3 metadata of another issuer", func(t *testing.T) {
		issuer := issuertest.Start(t)
		issuer.Describe("issuer", "https://as.example")
		if _, err := open(t, issuer.URL, "").Post(t.Context(), "text/plain", "*/*", nil); err == nil {
			t.Error("believed")
		}
	})
}

func TestRedirectsAreNotFollowed(t *testing.T) {
	var leaked atomic.Bool
	elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { leaked.Store(true) }))
	t.Cleanup(elsewhere.Close)
	at := httptest.NewServer(http.RedirectHandler(elsewhere.URL, http.StatusTemporaryRedirect))
	t.Cleanup(at.Close)
	_, err := open(t, at.URL, at.URL).Post(t.Context(), "text/plain", "*/*", []byte("token"))
	var refused *endpoint.RefusedError
	if !errors.As(err, &refused) || refused.Status != http.StatusTemporaryRedirect || leaked.Load() {
		t.Errorf("got %v, leaked %v", err, leaked.Load())
	}
}

func TestMetadataIsReadOnce(t *testing.T) {
	issuer := issuertest.Start(t)
	at := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	t.Cleanup(at.Close)
	issuer.Describe("introspection_endpoint", at.URL)
	e := open(t, issuer.URL, "")
	for range 2 {
		if _, err := e.Post(t.Context(), "text/plain", "*/*", nil); err != nil {
			t.Fatal(err)
		}
		issuer.SetAway(true)
	}
}
