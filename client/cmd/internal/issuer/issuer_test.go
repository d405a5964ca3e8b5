package issuer_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"quartet.example/client/cmd/internal/issuer"
	"quartet.example/shared/oauth"
)

func TestDiscover(t *testing.T) {
	for name, tt := range map[string]struct {
		path   string // of the issuer
		at     string // where its metadata is
		change func(*oauth.ServerMetadata)
		want   string // in the error, "" for none
	}{
		"metadata of an origin":                   {"", "/.well-known/oauth-authorization-server", func(*oauth.ServerMetadata) {}, ""},
		"metadata of a path":                      {"/a/b", "/.well-known/oauth-authorization-server/a/b", func(*oauth.ServerMetadata) {}, ""},
		"no metadata":                             {"", "/elsewhere", func(*oauth.ServerMetadata) {}, "404"},
		"RFC 8414 §3.3 another issuer":            {"", "/.well-known/oauth-authorization-server", func(m *oauth.ServerMetadata) { m.Issuer += "/" }, "another issuer"},
		"token endpoint without TLS":              {"", "/.well-known/oauth-authorization-server", func(m *oauth.ServerMetadata) { m.TokenEndpoint = "http://auth.example/token" }, "https"},
		"authorization endpoint that is a file":   {"", "/.well-known/oauth-authorization-server", func(m *oauth.ServerMetadata) { m.AuthorizationEndpoint = "file:///etc/passwd" }, "authorization_endpoint"},
		"authorization endpoint that is a script": {"", "/.well-known/oauth-authorization-server", func(m *oauth.ServerMetadata) { m.AuthorizationEndpoint = "javascript:alert(1)" }, "authorization_endpoint"},
	} {
		t.Run(name, func(t *testing.T) {
			var m oauth.ServerMetadata
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if r.URL.Path != tt.at {
					http.NotFound(w, r)
					return
				}
				_ = json.NewEncoder(w).Encode(m)
			}))
			defer server.Close()
			name := server.URL + tt.path
			m = oauth.ServerMetadata{Issuer: name, TokenEndpoint: name + "/token", AuthorizationEndpoint: name + "/authorize"}
			tt.change(&m)
			got, err := issuer.Discover(t.Context(), http.DefaultClient, name)
			if tt.want == "" && (err != nil || got.TokenEndpoint != m.TokenEndpoint) || tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
		})
	}
}
