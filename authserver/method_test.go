package authserver_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"quartet.example/authserver/authservertest"
)

// In the dev profile a client that came with the wrong method is told which is
// registered.
func TestWrongMethodIsNamedInDev(t *testing.T) {
	srv := authservertest.Start(t)
	r := request(t, http.MethodPost, srv.URL+"/token", url.Values{"grant_type": {"client_credentials"}})
	r.SetBasicAuth("web-post", "x")
	_, _, body := do(t, srv, r)
	if !strings.Contains(body, "registered for client_secret_post, came with client_secret_basic") {
		t.Errorf("got %s", body)
	}
}
