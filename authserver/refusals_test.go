package authserver_test

import (
	"cmp"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"quartet.example/authserver"
	"quartet.example/authserver/authservertest"
	"quartet.example/shared/oauth"
	"quartet.example/shared/telemetry"
)

// scene is a server whose log shows which check refused a request.
type scene struct {
	t   *testing.T
	srv *authservertest.Server
	key clientKey // key of the client service-jwt

	body string // of the last response to post and send
}

// refusals maps the id of a check to a request that this check, and no other, must refuse.
type refusals map[string]func(s *scene)

// run sends all requests to one server.
func (all refusals) run(t *testing.T, more ...authservertest.Option) {
	t.Helper()
	log, key := &lines{}, newClientKey(t, "k1")
	web := []string{"https://app.example/cb"}
	srv := exchangeRig(t, append([]authservertest.Option{
		authservertest.WithLog(telemetry.Logger("json", "info", log)),
		serviceJWT(jwks(t, key), ""),
		authservertest.WithClient(authservertest.Client{ID: "bound", Secret: "bound-secret", GrantTypes: []string{"client_credentials"}, Scope: "notes:read", DPoPBound: true}),
		authservertest.WithClient(authservertest.Client{ID: "pusher", Secret: "pusher-secret", RedirectURIs: web, Scope: "openid", PARRequired: true}),
		authservertest.WithClient(authservertest.Client{ID: "no-code", Secret: "no-code-secret", GrantTypes: []string{"client_credentials"}, RedirectURIs: web, Scope: "openid"}),
		authservertest.WithClient(authservertest.Client{ID: "radio", GrantTypes: []string{deviceGrant}, Scope: "notes:read"}),
		authservertest.WithClient(authservertest.Client{ID: "one-uri", Secret: "one-uri-secret", RedirectURIs: web, Scope: "openid notes:read"}),
		authservertest.WithConfig(func(cfg *authserver.Config) { cfg.ClientAttempts = 1000 }),
	}, more...)...)
	for id, try := range all {
		t.Run(id, func(t *testing.T) {
			before := len(log.String())
			try(&scene{t: t, srv: srv, key: key})
			if got := lastCheck(log.String()[before:]); got != id {
				t.Errorf("refused by %q, want %q", got, id)
			}
		})
	}
}

var checkOf = regexp.MustCompile(`"check":"([^"]+)"`)

// lastCheck returns the id in the last refusal of the log.
func lastCheck(log string) string {
	all := checkOf.FindAllStringSubmatch(log, -1)
	if len(all) == 0 {
		return ""
	}
	return all[len(all)-1][1]
}

// as returns a client of this test or of the seed. Their secrets are formed differently.
func (s *scene) as(id string) *app {
	secret := id + "-dev-secret-not-for-production"
	switch id {
	case "tv", "radio", "native":
		return &app{t: s.t, srv: s.srv, id: id, method: oauth.NoAuthentication, redirectURI: "http://127.0.0.1:51004/callback", verifier: oauth.NewSecret()}
	case "shop", "orders-api", "bills-api", "gateway", "bound", "pusher", "one-uri", "no-code":
		secret = id + "-secret"
	}
	callback := map[string]string{"shop": shopCallback, "pusher": "https://app.example/cb", "one-uri": "https://app.example/cb", "no-code": "https://app.example/cb"}[id]
	return &app{
		t: s.t, srv: s.srv, id: id, secret: secret, method: oauth.ClientSecretBasic,
		redirectURI: cmp.Or(callback, "http://app.localhost:8080/callback"), verifier: oauth.NewSecret(),
	}
}

// post sends names and values as the client.
func (s *scene) post(id, path string, pairs ...string) {
	_, _, s.body = do(s.t, s.srv, s.as(id).post(path, form(pairs)))
}

func (s *scene) token(id string, pairs ...string) { s.post(id, "/token", pairs...) }

func form(pairs []string) url.Values {
	all := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		all.Add(pairs[i], pairs[i+1])
	}
	return all
}

// authorize opens a valid authorization request with some parameters replaced.
func (s *scene) authorize(pairs ...string) *authservertest.Browser {
	more := map[string]string{}
	for i := 0; i+1 < len(pairs); i += 2 {
		more[pairs[i]] = pairs[i+1]
	}
	return s.srv.Browser(s.t).Open(s.as("notes").authorizeURL("openid notes:read", more))
}

// signedIn returns a browser in which alice has signed in and allowed the client notes, and the
// tokens of notes.
func (s *scene) signedIn() (*authservertest.Browser, oauth.TokenResponse) {
	notes := s.as("notes")
	b := through(s.srv.Browser(s.t).Open(notes.authorizeURL("openid notes:read", map[string]string{"prompt": "consent"})))
	return b, notes.redeem(b.Returned().Get("code"))
}

// code returns the token request for a new code of the client.
func (s *scene) code(id, scope string, more map[string]string) url.Values {
	a := s.as(id)
	return a.redemption(through(s.srv.Browser(s.t).Open(a.authorizeURL(scope, more))).Returned().Get("code"))
}

// send sends a form with headers as the client.
func (s *scene) send(id, path string, form url.Values, headers ...string) {
	r := s.as(id).post(path, form)
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Add(headers[i], headers[i+1])
	}
	_, _, s.body = do(s.t, s.srv, r)
}

// userinfo sends a userinfo request.
func (s *scene) userinfo(headers ...string) {
	r := request(s.t, http.MethodGet, s.srv.URL+"/userinfo", nil)
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Add(headers[i], headers[i+1])
	}
	do(s.t, s.srv, r)
}

func with(form url.Values, name, value string) url.Values {
	form.Set(name, value)
	return form
}

var tooLong = strings.Repeat("x", 4097)

// soon is longer than the grace period of rotation and shorter than all lifetimes.
const soon = 20 * time.Second
