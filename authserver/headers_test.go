package authserver_test

import (
	"net/http"
	"net/url"
	"testing"

	"quartet.example/authserver/authservertest"
)

// A Go map grows at the ninth entry, which costs more CPU time than all middleware. So a response for
// programs has at most seven headers, and Strict-Transport-Security, which only https has, is the eighth.
func TestResponsesForProgramsHaveAtMostSevenHeaders(t *testing.T) {
	const secret = "a secret of the service, 32 characters or more"
	srv := authservertest.Start(t, authservertest.WithClient(authservertest.Client{ID: "service", Secret: secret, AuthMethod: "client_secret_post", GrantTypes: []string{"client_credentials"}, Scope: "notes:read"}))
	authenticated := func(form url.Values) url.Values {
		form.Set("client_id", "service")
		form.Set("client_secret", secret)
		return form
	}
	for name, r := range map[string]*http.Request{
		"key set":       request(t, http.MethodGet, srv.URL+"/jwks", nil),
		"metadata":      request(t, http.MethodGet, srv.URL+"/.well-known/openid-configuration", nil),
		"token":         request(t, http.MethodPost, srv.URL+"/token", authenticated(url.Values{"grant_type": {"client_credentials"}})),
		"introspection": request(t, http.MethodPost, srv.URL+"/introspect", authenticated(url.Values{"token": {"x"}})),
	} {
		status, h, body := do(t, srv, r)
		if status != http.StatusOK {
			t.Errorf("%s: got %d %s", name, status, body)
		}
		h.Del("Date") // net/http adds these two without the map
		h.Del("Content-Length")
		if len(h) > 7 {
			t.Errorf("%s: got %d headers, want at most 7: %v", name, len(h), h)
		}
	}
}
