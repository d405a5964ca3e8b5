package authserver_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"quartet.example/authserver"
	"quartet.example/authserver/authservertest"
	"quartet.example/shared/oauth"
	"quartet.example/shared/redistest"
)

// The client web of the built-in seed works at any port of this machine, without a seed of one's own.
func TestWebClientAtAnyLoopbackPort(t *testing.T) {
	srv := authservertest.Start(t)
	app := notes(t, srv)
	app.id, app.secret, app.redirectURI = "web", "web-dev-secret-not-for-production", "http://localhost:5173/callback"
	browser := srv.Browser(t).Open(app.authorizeURL("openid", nil)).Login("alice", "wonderland").Approve()
	if got := browser.ReturnedTo().Host; got != "localhost:5173" {
		t.Errorf("the browser returned to %s", got)
	}
	code := browser.Returned().Get("code")
	app.redirectURI = "http://localhost:5174/callback" // RFC 6749 §4.1.3: identical to the one of the authorization request
	status, _, refused := jsonOf[struct{ Error oauth.Code }](t, srv, app.post("/token", url.Values{
		"grant_type": {"authorization_code"}, "code": {code}, "redirect_uri": {app.redirectURI}, "code_verifier": {app.verifier},
	}))
	if status != http.StatusBadRequest || refused.Error != oauth.InvalidGrant {
		t.Errorf("another port at the token endpoint: got %d %s", status, refused.Error)
	}
	app.redirectURI = "http://localhost:5173/callback"
	app.redeem(code)

	for name, uri := range map[string]string{
		"another path":    "http://localhost:5173/other",
		"another machine": "http://app.example:5173/callback",
		"https":           "https://localhost:5173/callback",
	} {
		app.redirectURI = uri
		if b := srv.Browser(t).Open(app.authorizeURL("openid", nil)); b.Status() != http.StatusBadRequest {
			t.Errorf("%s: got %d", name, b.Status())
		}
	}
	for _, strict := range []string{"notes", "web-post"} {
		app.id, app.redirectURI = strict, "http://localhost:5173/callback"
		if b := srv.Browser(t).Open(app.authorizeURL("openid", nil)); b.Status() != http.StatusBadRequest {
			t.Errorf("B-09: the client %s at another port: got %d", strict, b.Status())
		}
	}
}

func TestProductionRefusesAnyLoopbackPort(t *testing.T) {
	cfg := defaults(t)
	production(&cfg, "clients: [{client_id: web, loopback_ports: any, redirect_uris: [https://web.example/callback], client_secret: "+oauth.NewSecret()+"}]")
	_, err := authserver.New(cfg, authserver.Deps{Redis: redistest.New(t)})
	if err == nil || !strings.Contains(err.Error(), "SEED:1: loopback_ports: production compares redirect URIs as strings") {
		t.Errorf("got %v", err)
	}
}
