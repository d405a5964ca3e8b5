package authserver_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"quartet.example/authserver/authservertest"
	"quartet.example/shared/oauth"
)

// In the dev profile a refused request says in words what to change. TestRefusalsInProductionDoNotExplain
// shows that production does not.
func TestRefusalsSayWhatToChange(t *testing.T) {
	srv := authservertest.Start(t)
	client := notes(t, srv)
	token := func(name, value string) *http.Request {
		form := client.redemption(signedIn(client).Returned().Get("code"))
		form.Set(name, value)
		return client.post("/token", form)
	}
	par := func(name, value string) *http.Request {
		return client.post("/par", client.request(map[string]string{name: value}))
	}
	as := func(change func(a *app)) *http.Request {
		other := *client
		change(&other)
		return other.post("/token", url.Values{"grant_type": {"authorization_code"}, "code": {"x"}})
	}
	json := client.post("/token", nil)
	json.Header.Set("Content-Type", "application/json")
	for name, tt := range map[string]struct {
		request *http.Request
		want    string
	}{
		"another method":                   {as(func(a *app) { a.method = oauth.ClientSecretPost }), "this client is registered for client_secret_basic, came with client_secret_post; use the registered method"},
		"a wrong secret":                   {as(func(a *app) { a.secret = "x" }), "compare client_id and secret or key with the seed"},
		"an unknown client":                {as(func(a *app) { a.id = "x" }), "compare client_id and secret or key with the seed"},
		"another redirect_uri at /token":   {token("redirect_uri", client.redirectURI+"/"), "expected: http://app.localhost:8080/callback, sent: http://app.localhost:8080/callback/, first difference at character 35; send the redirect_uri of"},
		"another redirect_uri at /par":     {par("redirect_uri", "http://app.localhost:8080/other"), "registered: http://app.localhost:8080/callback, sent: http://app.localhost:8080/other, first difference at character 27; register exactly"},
		"another redirect_uri, no page":    {request(t, http.MethodGet, client.authorizeURL("openid", map[string]string{"redirect_uri": "http://x.test/"}), nil), "sent: http://x.test/, first difference at character 8"},
		"an unknown client at /authorize":  {request(t, http.MethodGet, client.authorizeURL("openid", map[string]string{"client_id": "x"}), nil), "compare the client_id with the clients in the seed"},
		"no code_challenge":                {par("code_challenge", ""), "send code_challenge, the S256 hash of a new code_verifier"},
		"the method plain":                 {par("code_challenge_method", "plain"), "and code_challenge_method=S256"},
		"another code_verifier":            {token("code_verifier", strings.Repeat("a", 43)), "send the code_verifier whose S256 hash was the code_challenge"},
		"a scope that is not registered":   {par("scope", "openid admin"), "not registered: admin, registered: openid"},
		"an unknown resource":              {par("resource", "https://nope.test"), "send a resource of the seed that has a requested scope"},
		"a grant that does not exist":      {client.post("/token", url.Values{"grant_type": {"password"}}), "use one of grant_types_supported"},
		"a grant that is not registered":   {client.post("/token", url.Values{"grant_type": {"client_credentials"}}), "not registered: client_credentials, registered: authorization_code"},
		"parameters in the URL":            {client.post("/token?grant_type=authorization_code", url.Values{"x": {"y"}}), "parameters in the URL are not read"},
		"JSON":                             {json, "send a form, not JSON"},
		"GET":                              {request(t, http.MethodGet, srv.URL+"/token", nil), "send one of OPTIONS, POST"},
		"a refresh token that is unknown":  {client.post("/token", url.Values{"grant_type": {"refresh_token"}, "refresh_token": {"x"}}), "store the new refresh token of each response"},
		"a code that is unknown":           {token("code", "x"), "a code lives 60 seconds by default"},
		"a client that may not have grant": {client.post("/device_authorization", url.Values{"scope": {"openid"}}), "not registered: urn:ietf:params:oauth:grant-type:device_code, registered: authorization_code"},
	} {
		t.Run(name, func(t *testing.T) {
			_, _, body := jsonOf[map[string]string](t, srv, tt.request)
			if got := body["error_description"]; !strings.Contains(got, tt.want) || len(got) > 600 {
				t.Errorf("got %q, want %q in it", got, tt.want)
			}
		})
	}
}

func TestErrorsThatAreReturnedToTheClientSayWhatToChange(t *testing.T) {
	srv := authservertest.Start(t)
	app := notes(t, srv)
	for name, tt := range map[string]struct {
		more map[string]string
		want string
	}{
		"no code_challenge":              {map[string]string{"code_challenge": "", "code_challenge_method": ""}, "code_challenge is missing; send code_challenge"},
		"a scope that is not registered": {map[string]string{"scope": "openid admin"}, "not registered: admin, registered: openid"},
	} {
		got := srv.Browser(t).Open(app.authorizeURL("openid", tt.more)).Returned().Get("error_description")
		if !strings.Contains(got, tt.want) {
			t.Errorf("%s: got %q, want %q in it", name, got, tt.want)
		}
	}
}
