package authserver_test

import (
	"maps"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"quartet.example/authserver"
	"quartet.example/authserver/authservertest"
	"quartet.example/shared/oauth"
)

// pushed is a response or an error response of the PAR endpoint.
type pushed struct {
	RequestURI string     `json:"request_uri"`
	ExpiresIn  int        `json:"expires_in"`
	Error      oauth.Code `json:"error"`
}

// request is a valid authorization request with some parameters changed.
func (a *app) request(more map[string]string) url.Values {
	a.t.Helper()
	u, err := url.Parse(a.authorizeURL("openid notes:read", more))
	if err != nil {
		a.t.Fatal(err)
	}
	return u.Query()
}

// push pushes an authorization request.
func (a *app) push(form url.Values) (int, http.Header, pushed) {
	a.t.Helper()
	return jsonOf[pushed](a.t, a.srv, a.post("/par", form))
}

// pushGood pushes a valid request. It returns the URL for the browser.
func (a *app) pushGood(more map[string]string) string {
	a.t.Helper()
	status, _, p := a.push(a.request(more))
	if status != http.StatusCreated {
		a.t.Fatalf("push: got %d %s", status, p.Error)
	}
	return a.srv.URL + "/authorize?" + url.Values{"client_id": {a.id}, "request_uri": {p.RequestURI}}.Encode()
}

// where returns the result of a visit: "code", the error that the client got, or the status and
// path of a page.
func where(b *authservertest.Browser) string {
	switch back := b.Returned(); {
	case back.Has("code"):
		return "code"
	case back != nil:
		return "error " + back.Get("error")
	case b.Status() == http.StatusOK:
		return b.At().Path
	}
	return "page " + http.StatusText(b.Status())
}

// through signs alice in and allows the request if the consent page is shown.
func through(b *authservertest.Browser) *authservertest.Browser {
	if b.Login("alice", "wonderland"); b.Returned() == nil {
		b.Approve()
	}
	return b
}

func TestPushedRequest(t *testing.T) {
	srv := twins(t)
	native := &app{t: t, srv: srv, id: "native", method: oauth.NoAuthentication, redirectURI: "http://127.0.0.1:51004/callback", verifier: oauth.NewSecret()}
	for name, app := range map[string]*app{"a confidential client": notes(t, srv), "a public client": native} {
		t.Run("N-01 CF-41 "+name+" pushes, and sends client_id and request_uri only", func(t *testing.T) {
			app.t = t
			status, header, p := app.push(app.request(nil))
			if status != http.StatusCreated || p.ExpiresIn != 60 || header.Get("Cache-Control") != "no-store" || !strings.HasPrefix(header.Get("Content-Type"), "application/json") {
				t.Fatalf("got %d, %+v, %v", status, p, header)
			}
			secret, ok := strings.CutPrefix(p.RequestURI, "urn:ietf:params:oauth:request_uri:")
			if !ok || len(secret) != 43 {
				t.Errorf("request_uri %q", p.RequestURI)
			}
			b := srv.Browser(t).Open(srv.URL + "/authorize?" + url.Values{"client_id": {app.id}, "request_uri": {p.RequestURI}}.Encode())
			got := b.Login("alice", "wonderland").Approve().Returned()
			if got.Get("state") != state || got.Get("iss") != srv.URL {
				t.Errorf("returned with %v", got)
			}
			if tokens := app.redeem(got.Get("code")); tokens.Scope != "openid notes:read" {
				t.Errorf("got scope %q", tokens.Scope)
			}
		})
	}
	t.Run("N-01 parameters beside client_id and request_uri are ignored", func(t *testing.T) {
		app := notes(t, srv)
		to := app.pushGood(nil) + "&scope=bogus&state=other&redirect_uri=https%3A%2F%2Fevil.example%2F&response_type=token&request=x&scope=again"
		if got := through(srv.Browser(t).Open(to)).Returned(); got.Get("state") != state || !got.Has("code") {
			t.Errorf("got %v", got)
		}
	})
	t.Run("N-01 form_post and prompt=none are kept", func(t *testing.T) {
		app := notes(t, srv)
		if got := where(srv.Browser(t).Open(app.pushGood(map[string]string{"prompt": "none"}))); got != "error login_required" {
			t.Errorf("got %s", got)
		}
	})
}

// Each request has one fault, and the client gets the error as JSON.
func TestPushedRequestRefused(t *testing.T) {
	srv := authservertest.Start(t)
	for name, tt := range map[string]struct {
		change map[string]string
		want   oauth.Code
	}{
		"N-02 another redirect_uri":            {map[string]string{"redirect_uri": "https://evil.example/"}, oauth.InvalidRequest},
		"B-03 javascript:":                     {map[string]string{"redirect_uri": "javascript:alert(1)"}, oauth.InvalidRequest},
		"CF-20 no redirect_uri, with openid":   {map[string]string{"redirect_uri": ""}, oauth.InvalidRequest},
		"N-02 CF-39 no code_challenge":         {map[string]string{"code_challenge": "", "code_challenge_method": ""}, oauth.InvalidRequest},
		"CF-39 PKCE method plain":              {map[string]string{"code_challenge_method": "plain"}, oauth.InvalidRequest},
		"CF-21 response_type token":            {map[string]string{"response_type": "token"}, oauth.UnsupportedResponseType},
		"no response_type":                     {map[string]string{"response_type": ""}, oauth.InvalidRequest},
		"unknown scope":                        {map[string]string{"scope": "openid bogus"}, oauth.InvalidScope},
		"unknown resource":                     {map[string]string{"resource": "https://ghost.example"}, oauth.InvalidTarget},
		"a request object":                     {map[string]string{"request": "x"}, oauth.RequestNotSupported},
		"CF-37 request_uri, not ours":          {map[string]string{"request_uri": "https://evil.example/"}, oauth.InvalidRequest},
		"CF-37 request_uri, ours":              {map[string]string{"request_uri": "urn:ietf:params:oauth:request_uri:x"}, oauth.InvalidRequest},
		"another client's client_id":           {map[string]string{"client_id": "web-post"}, oauth.InvalidRequest},
		"RFC 9449 §10 dpop_jkt that is no key": {map[string]string{"dpop_jkt": "short"}, oauth.InvalidRequest},
	} {
		t.Run(name, func(t *testing.T) {
			app := notes(t, srv)
			status, header, p := app.push(app.request(tt.change))
			if status != http.StatusBadRequest || p.Error != tt.want || p.RequestURI != "" || header.Get("Cache-Control") != "no-store" {
				t.Errorf("got %d, %+v, want 400 %s", status, p, tt.want)
			}
		})
	}
	t.Run("N-02 a parameter twice", func(t *testing.T) {
		app := notes(t, srv)
		form := app.request(nil)
		form.Add("scope", "openid")
		if status, _, p := app.push(form); status != http.StatusBadRequest || p.Error != oauth.InvalidRequest {
			t.Errorf("got %d, %+v", status, p)
		}
	})
	t.Run("N-02 a wrong secret, and none", func(t *testing.T) {
		for _, method := range []oauth.AuthMethod{oauth.ClientSecretBasic, oauth.NoAuthentication} {
			app := notes(t, srv)
			app.secret, app.method = "wrong", method
			if status, header, p := app.push(app.request(nil)); status != http.StatusUnauthorized || p.Error != oauth.InvalidClient || header.Get("WWW-Authenticate") == "" {
				t.Errorf("got %d, %+v", status, p)
			}
		}
	})
	t.Run("CF-38 N-02 GET and PUT", func(t *testing.T) {
		for _, method := range []string{http.MethodGet, http.MethodPut} {
			if status, header, _ := do(t, srv, request(t, method, srv.URL+"/par", nil)); status != http.StatusMethodNotAllowed || !strings.Contains(header.Get("Allow"), "POST") {
				t.Errorf("%s: got %d, Allow %q", method, status, header.Get("Allow"))
			}
		}
	})
	t.Run("N-02 O-18 oversized", func(t *testing.T) {
		app := notes(t, srv)
		form := app.request(nil)
		form.Set("more", strings.Repeat("x", 70<<10))
		if status, _, _ := do(t, srv, app.post("/par", form)); status != http.StatusRequestEntityTooLarge {
			t.Errorf("got %d, want 413", status)
		}
	})
	t.Run("N-02 parameters in the URL are ignored", func(t *testing.T) {
		app := notes(t, srv)
		r := app.post("/par", url.Values{"client_id": {"notes"}})
		r.URL.RawQuery = app.request(nil).Encode()
		if status, _, _ := do(t, srv, r); status != http.StatusBadRequest {
			t.Errorf("got %d, want 400", status)
		}
	})
}

func TestPushedRequestIsUsedOnce(t *testing.T) {
	srv := twins(t)
	signedIn := func() *authservertest.Browser {
		return through(srv.Browser(t).Open(notes(t, srv).authorizeURL("openid notes:read", nil)))
	}
	t.Run("CF-33 N-04 the page may be opened again before sign-in", func(t *testing.T) {
		to := notes(t, srv).pushGood(nil)
		b := srv.Browser(t)
		b.Open(to).Open(to)
		if got := where(b); got != "/login" {
			t.Fatalf("got %s", got)
		}
		if got := where(through(b)); got != "code" {
			t.Errorf("got %s", got)
		}
	})
	t.Run("CF-34 N-03 it cannot be used after its code was issued", func(t *testing.T) {
		to, b := notes(t, srv).pushGood(nil), signedIn()
		if got := where(b.Open(to)); got != "code" {
			t.Fatalf("got %s", got)
		}
		if got := where(b.Open(to)); got != "page Bad Request" {
			t.Errorf("again: got %s", got)
		}
	})
	t.Run("N-03 it cannot be used after an error", func(t *testing.T) {
		to := notes(t, srv).pushGood(nil)
		b := srv.Browser(t).Open(to)
		b.Press("decision", "deny")
		if got := where(b); got != "error access_denied" {
			t.Fatalf("got %s", got)
		}
		if got := where(b.Open(to)); got != "page Bad Request" {
			t.Errorf("again: got %s", got)
		}
	})
	t.Run("N-03 two tabs, one code", func(t *testing.T) {
		to := notes(t, srv).pushGood(map[string]string{"prompt": "login"})
		first, second := srv.Browser(t).Open(to), srv.Browser(t).Open(to)
		if got := where(first.Login("alice", "wonderland")); got != "code" {
			t.Fatalf("got %s", got)
		}
		if got := where(second.Login("alice", "wonderland")); got != "page Bad Request" {
			t.Errorf("the second tab: got %s", got)
		}
	})
	t.Run("CF-36 N-03 the request_uri of another client", func(t *testing.T) {
		to := strings.Replace(notes(t, srv).pushGood(nil), "client_id=notes", "client_id=web-post", 1)
		if got := where(srv.Browser(t).Open(to)); got != "page Bad Request" {
			t.Errorf("got %s", got)
		}
	})
	t.Run("N-03 without client_id, or with two", func(t *testing.T) {
		to := notes(t, srv).pushGood(nil)
		for _, spoilt := range []string{strings.Replace(to, "client_id=notes", "", 1), to + "&client_id=notes", to + "&request_uri=x"} {
			if got := where(srv.Browser(t).Open(spoilt)); got != "page Bad Request" {
				t.Errorf("got %s", got)
			}
		}
	})
	t.Run("N-03 unknown", func(t *testing.T) {
		to := srv.URL + "/authorize?client_id=notes&request_uri=urn:ietf:params:oauth:request_uri:" + oauth.NewSecret()
		if got := where(srv.Browser(t).Open(to)); got != "page Bad Request" {
			t.Errorf("got %s", got)
		}
	})
	t.Run("N-03 of 12 parallel uses at two servers one gets a code", func(t *testing.T) {
		to := notes(t, srv).pushGood(nil)
		browsers, got := make([]*authservertest.Browser, 12), make([]string, 12)
		for i := range browsers {
			browsers[i] = signedIn()
		}
		race(len(browsers), func(i int) { got[i] = where(browsers[i].Open(to)) })
		count := map[string]int{}
		for _, g := range got {
			count[g]++
		}
		if want := map[string]int{"code": 1, "page Bad Request": 11}; !maps.Equal(count, want) {
			t.Errorf("got %v, want %v", count, want)
		}
	})
}

func TestPushedRequestExpires(t *testing.T) {
	srv := authservertest.Start(t)
	app := notes(t, srv)
	t.Run("CF-35 N-03 an expired request_uri is refused", func(t *testing.T) {
		to := app.pushGood(nil)
		srv.Advance(time.Minute)
		if got := where(srv.Browser(t).Open(to)); got != "page Bad Request" {
			t.Errorf("got %s", got)
		}
	})
	t.Run("N-04 sign-in and consent may take longer than the lifetime of the request_uri", func(t *testing.T) {
		to := app.pushGood(nil)
		b := srv.Browser(t).Open(to)
		srv.Advance(5 * time.Minute)
		if got := where(through(b)); got != "code" {
			t.Errorf("got %s", got)
		}
	})
}

func TestPushedRequestsRequired(t *testing.T) {
	strict := authservertest.WithClient(authservertest.Client{
		ID: "strict", Secret: "strict-secret", RedirectURIs: []string{"https://strict.example/cb"}, Scope: "openid notes:read",
		GrantTypes: []string{"authorization_code"}, PARRequired: true,
	})
	for name, tt := range map[string]struct {
		srv *authservertest.Server
		app app
	}{
		"N-05 CF-19 of one client": {authservertest.Start(t, strict), app{id: "strict", secret: "strict-secret", redirectURI: "https://strict.example/cb"}},
		"N-05 of all clients": {
			authservertest.Start(t, authservertest.WithConfig(func(cfg *authserver.Config) { cfg.RequirePAR = true })),
			app{id: "notes", secret: "notes-dev-secret-not-for-production", redirectURI: "http://app.localhost:8080/callback"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			a := tt.app
			a.t, a.srv, a.method, a.verifier = t, tt.srv, oauth.ClientSecretBasic, oauth.NewSecret()
			if got := where(tt.srv.Browser(t).Open(a.authorizeURL("openid notes:read", nil))); got != "error invalid_request" {
				t.Errorf("a plain request: got %s", got)
			}
			if got := where(tt.srv.Browser(t).Open(a.pushGood(nil))); got != "/login" {
				t.Errorf("a pushed one: got %s", got)
			}
		})
	}
	if m := metadataOf(t); m.RequirePushedAuthorizationRequests {
		t.Error("metadata says that all clients must push")
	}
}

func metadataOf(t *testing.T, options ...authservertest.Option) oauth.ServerMetadata {
	t.Helper()
	srv := authservertest.Start(t, options...)
	return metadata(t, srv, srv.URL+"/.well-known/oauth-authorization-server")
}

func TestMetadataOfPushedRequests(t *testing.T) { // N-01, N-05, CF-01
	m := metadataOf(t, authservertest.WithConfig(func(cfg *authserver.Config) { cfg.RequirePAR = true }))
	if !strings.HasSuffix(m.PushedAuthorizationRequestEndpoint, "/par") || !m.RequirePushedAuthorizationRequests || m.RequestURIParameterSupported {
		t.Errorf("got %+v", m)
	}
}
