package authserver_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"quartet.example/authserver/authservertest"
)

// In the dev profile the error names the registered authentication method if a client used another
// one.
func TestWrongMethodIsNamedInDev(t *testing.T) {
	srv := authservertest.Start(t)
	r := request(t, http.MethodPost, srv.URL+"/token", url.Values{"grant_type": {"client_credentials"}})
	r.SetBasicAuth("web-post", "x")
	_, _, body := do(t, srv, r)
	if !strings.Contains(body, "registered for client_secret_post, came with client_secret_basic") {
		t.Errorf("got %s", body)
	}
}
