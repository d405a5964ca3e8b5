package authserver_test

import (
	"cmp"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"testing"
	"time"

	"quartet.example/authserver/authservertest"
	"quartet.example/shared/oauth"
)

// app is a client of the built-in seed.
type app struct {
	t           *testing.T
	srv         *authservertest.Server
	id, secret  string
	method      oauth.AuthMethod
	redirectURI string
	verifier    string
	base        string // base URL of the endpoints, "" for the issuer
}

func notes(t *testing.T, srv *authservertest.Server) *app {
	t.Helper()
	return &app{
		t: t, srv: srv, id: "notes", secret: "notes-dev-secret-not-for-production", method: oauth.ClientSecretBasic,
		redirectURI: "http://app.localhost:8080/callback", verifier: oauth.NewSecret(),
	}
}

const (
	state = "a state with + & = / é"
	nonce = "n-0S6_WzA2Mj"
)

// authorizeURL returns the URL to which the client sends the browser; more replaces parameters, and
// the value "" removes one.
func (a *app) authorizeURL(scope string, more map[string]string) string {
	params := map[string]string{
		"response_type": "code", "client_id": a.id, "redirect_uri": a.redirectURI, "scope": scope,
		"state": state, "nonce": nonce, "code_challenge": oauth.ChallengeOf(a.verifier), "code_challenge_method": "S256",
	}
	maps.Copy(params, more)
	query := url.Values{}
	for name, value := range params {
		if value != "" {
			query.Set(name, value)
		}
	}
	return a.srv.URL + "/authorize?" + query.Encode()
}

// post sends an authenticated form to an endpoint.
func (a *app) post(path string, form url.Values) *http.Request {
	a.t.Helper()
	switch a.method {
	case oauth.ClientSecretPost:
		form.Set("client_id", a.id)
		form.Set("client_secret", a.secret)
	case oauth.NoAuthentication:
		form.Set("client_id", a.id)
	default:
	}
	r := request(a.t, http.MethodPost, cmp.Or(a.base, a.srv.URL)+path, form)
	if a.method == oauth.ClientSecretBasic {
		r.SetBasicAuth(url.QueryEscape(a.id), url.QueryEscape(a.secret))
	}
	return r
}

// redeem exchanges a code for tokens.
func (a *app) redeem(code string) oauth.TokenResponse {
	a.t.Helper()
	status, header, tokens := jsonOf[oauth.TokenResponse](a.t, a.srv, a.post("/token", url.Values{
		"grant_type": {"authorization_code"}, "code": {code}, "redirect_uri": {a.redirectURI}, "code_verifier": {a.verifier},
	}))
	if status != http.StatusOK || tokens.TokenType != "Bearer" || tokens.AccessToken == "" || header.Get("Cache-Control") != "no-store" {
		a.t.Fatalf("redeem: got %d, %+v", status, tokens)
	}
	return tokens
}

// refresh presents a refresh token. It returns the status, the tokens, and the error code.
func (a *app) refresh(token string) (int, oauth.TokenResponse, oauth.Code) {
	a.t.Helper()
	status, _, answer := jsonOf[struct {
		oauth.TokenResponse
		Error oauth.Code `json:"error"`
	}](a.t, a.srv, a.post("/token", url.Values{"grant_type": {"refresh_token"}, "refresh_token": {token}}))
	return status, answer.TokenResponse, answer.Error
}

// active introspects a token as the resource server.
func active(t *testing.T, srv *authservertest.Server, token string) oauth.Introspection {
	t.Helper()
	api := &app{t: t, srv: srv, id: "notes-api", secret: "notes-api-dev-secret-not-for-production", method: oauth.ClientSecretBasic}
	status, _, answer := jsonOf[oauth.Introspection](t, srv, api.post("/introspect", url.Values{"token": {token}}))
	if status != http.StatusOK {
		t.Fatalf("introspect: got %d", status)
	}
	return answer
}

// TestWholeFlow tests one authorization from discovery to sign-out.
func TestWholeFlow(t *testing.T) {
	srv := authservertest.Start(t)
	app := notes(t, srv)
	browser := srv.Browser(t)
	const scope = "openid profile email notes:read notes:write"

	browser.Open(app.authorizeURL(scope, nil)).Login("alice", "wonderland").Approve()
	returned := browser.Returned()
	if at := browser.ReturnedTo(); at == nil || at.Scheme+"://"+at.Host+at.Path != app.redirectURI || at.Fragment != "" {
		t.Fatalf("A-01: the browser is at %v (status %d): %s", at, browser.Status(), browser.Text())
	}
	if got := slices.Sorted(maps.Keys(returned)); !slices.Equal(got, []string{"code", "iss", "state"}) {
		t.Errorf("A-01: parameters: got %v, want code, iss and state", got)
	}
	if returned.Get("state") != state || returned.Get("iss") != srv.URL {
		t.Errorf("A-01, I-04: got state %q, iss %q", returned.Get("state"), returned.Get("iss"))
	}

	tokens := app.redeem(returned.Get("code"))
	id := part(t, tokens.IDToken, 1)
	if id["iss"] != srv.URL || id["sub"] != alice || id["aud"] != "notes" || id["nonce"] != nonce || id["email"] != nil {
		t.Errorf("J-01, J-02: ID token: got %v", id)
	}
	if header := part(t, tokens.IDToken, 0); header["alg"] != "ES256" || header["typ"] == "at+jwt" {
		t.Errorf("J-01: ID token: header %v", header)
	}
	access := part(t, tokens.AccessToken, 1)
	if access["sub"] != alice || access["client_id"] != "notes" || access["auth_time"] == nil || access["email"] != nil || access["name"] != nil {
		t.Errorf("F-02: access token: got %v", access)
	}

	userinfo := func(token string) (int, map[string]any) {
		r := request(t, http.MethodGet, srv.URL+"/userinfo", nil)
		r.Header.Set("Authorization", "Bearer "+token)
		status, _, claims := jsonOf[map[string]any](t, srv, r)
		return status, claims
	}
	if status, claims := userinfo(tokens.AccessToken); status != http.StatusOK || claims["sub"] != id["sub"] || claims["name"] != "Alice Liddell" || claims["address"] != nil {
		t.Errorf("J-15: got %d %v", status, claims)
	}
	if status, _ := userinfo(tokens.IDToken); status != http.StatusUnauthorized {
		t.Errorf("F-17: an ID token at userinfo: got %d, want 401", status)
	}
	if got := active(t, srv, tokens.AccessToken); !got.Active || got.Subject != alice || got.ClientID != "notes" || got.JWTID != access["jti"] {
		t.Errorf("H-02: got %+v", got)
	}

	status, refreshed, _ := app.refresh(tokens.RefreshToken)
	if status != http.StatusOK || refreshed.RefreshToken == tokens.RefreshToken || part(t, refreshed.AccessToken, 1)["jti"] == access["jti"] {
		t.Errorf("E-01: got %d, %+v", status, refreshed)
	}

	silent := browser.Open(app.authorizeURL(scope, map[string]string{"prompt": "none"})).Returned()
	if silent.Get("code") == "" {
		t.Fatalf("J-06: signed in and allowed, prompt=none: got %v", silent)
	}

	if status, _, body := do(t, srv, app.post("/revoke", url.Values{"token": {refreshed.RefreshToken}})); status != http.StatusOK || body != "" {
		t.Errorf("H-05: revoke: got %d %q", status, body)
	}
	if status, _, code := app.refresh(refreshed.RefreshToken); status != http.StatusBadRequest || code != oauth.InvalidGrant {
		t.Errorf("H-05: refresh after revocation: got %d %s", status, code)
	}
	if got := active(t, srv, refreshed.AccessToken); got.Active {
		t.Errorf("H-05: access token after revocation of its grant: got %+v", got)
	}
	if status, _ := userinfo(refreshed.AccessToken); status != http.StatusUnauthorized {
		t.Errorf("J-15: userinfo with a revoked token: got %d", status)
	}

	second := app.redeem(silent.Get("code"))
	if secondID := part(t, second.IDToken, 1); secondID["sub"] != id["sub"] || secondID["auth_time"] != id["auth_time"] {
		t.Errorf("J-06: the second ID token differs: got %v, want %v", secondID, id)
	}
	browser.Open(srv.URL + "/logout?" + url.Values{
		"id_token_hint": {second.IDToken}, "post_logout_redirect_uri": {"http://app.localhost:8080/"}, "state": {state},
	}.Encode())
	if at := browser.ReturnedTo(); at == nil || at.Path != "/" || at.Host != "app.localhost:8080" || browser.Returned().Get("state") != state {
		t.Errorf("K-01: the browser is at %v (status %d): %s", at, browser.Status(), browser.Text())
	}
	if got := browser.Open(app.authorizeURL(scope, map[string]string{"prompt": "none"})).Returned(); got.Get("error") != "login_required" || got.Get("iss") != srv.URL {
		t.Errorf("K-01, J-05: prompt=none after sign-out: got %v", got)
	}
	if status, _, code := app.refresh(second.RefreshToken); status != http.StatusBadRequest || code != oauth.InvalidGrant {
		t.Errorf("K-07: refresh after sign-out: got %d %s", status, code)
	}
	if got := active(t, srv, second.AccessToken); got.Active {
		t.Errorf("K-07: access token after sign-out: got %+v", got)
	}
}

func TestEachKindOfClientGetsTokens(t *testing.T) {
	srv := authservertest.Start(t)
	for name, app := range map[string]*app{
		"client_secret_basic": notes(t, srv),
		"client_secret_post": {
			id: "web-post", secret: "web-post-dev-secret-not-for-production", method: oauth.ClientSecretPost,
			redirectURI: "http://web.localhost:3000/callback",
		},
		"B-07 native, any loopback port": {id: "native", method: oauth.NoAuthentication, redirectURI: "http://127.0.0.1:51004/callback"},
		"B-07 native, IPv6":              {id: "native", method: oauth.NoAuthentication, redirectURI: "http://[::1]:61023/callback"},
		"B-10 native, private scheme":    {id: "native", method: oauth.NoAuthentication, redirectURI: "com.example.native:/callback"},
	} {
		t.Run(name, func(t *testing.T) {
			app.t, app.srv, app.verifier = t, srv, oauth.NewSecret()
			browser := srv.Browser(t).Open(app.authorizeURL("openid notes:read", nil)).Login("bob", "builder").Approve()
			if browser.Returned() == nil {
				t.Fatalf("the browser is at %s (status %d): %s", browser.At(), browser.Status(), browser.Text())
			}
			tokens := app.redeem(browser.Returned().Get("code"))
			if tokens.IDToken == "" || tokens.RefreshToken == "" {
				t.Errorf("got %+v", tokens)
			}
		})
	}
}

func TestDenial(t *testing.T) {
	srv := authservertest.Start(t)
	app := notes(t, srv)
	got := srv.Browser(t).Open(app.authorizeURL("openid", nil)).Login("alice", "wonderland").Deny().Returned()
	if got.Get("error") != "access_denied" || got.Get("state") != state || got.Get("iss") != srv.URL || got.Has("code") {
		t.Errorf("got %v", got)
	}
}

func TestRequestsRefusedOnAnErrorPage(t *testing.T) { // A-03, B-01, B-03
	srv := authservertest.Start(t)
	for name, change := range map[string]map[string]string{
		"A-03 no client":           {"client_id": ""},
		"unknown client":           {"client_id": "ghost"},
		"B-01 another path":        {"redirect_uri": "http://app.localhost:8080/callback/"},
		"B-01 another port":        {"redirect_uri": "http://app.localhost:9/callback"},
		"B-03 javascript":          {"redirect_uri": "javascript:alert(1)"},
		"B-04 none, with openid":   {"redirect_uri": ""},
		"foreign, with other flaw": {"redirect_uri": "https://evil.example/", "scope": "bogus"},
	} {
		b := srv.Browser(t).Open(notes(t, srv).authorizeURL("openid", change))
		if b.Returned() != nil || b.Status() != http.StatusBadRequest {
			t.Errorf("%s: got %d, returned to %v", name, b.Status(), b.ReturnedTo())
		}
	}
}

func TestRequestsRefusedAtTheClient(t *testing.T) { // RFC 6749 §4.1.2.1, I-04
	srv := authservertest.Start(t)
	for name, tt := range map[string]struct {
		change map[string]string
		want   string
	}{
		"D-09 no challenge":     {map[string]string{"code_challenge": "", "code_challenge_method": ""}, "invalid_request"},
		"D-10 plain":            {map[string]string{"code_challenge_method": "plain"}, "invalid_request"},
		"A-05 no response type": {map[string]string{"response_type": ""}, "invalid_request"},
		"A-05 implicit":         {map[string]string{"response_type": "token"}, "unsupported_response_type"},
		"A-08 unknown scope":    {map[string]string{"scope": "openid bogus"}, "invalid_scope"},
		"A-21 response mode":    {map[string]string{"response_mode": "fragment"}, "invalid_request"},
		"J-05 not signed in":    {map[string]string{"prompt": "none"}, "login_required"},
		"J-10 max_age":          {map[string]string{"max_age": "-1"}, "invalid_request"},
		"J-14 request object":   {map[string]string{"request": "x"}, "request_not_supported"},
		"J-14 request_uri":      {map[string]string{"request_uri": "https://a.example/"}, "request_uri_not_supported"},
		"F-27 unknown resource": {map[string]string{"resource": "https://ghost.example"}, "invalid_target"},
	} {
		b := srv.Browser(t).Open(notes(t, srv).authorizeURL("openid", tt.change))
		got := b.Returned()
		if got.Get("error") != tt.want || got.Get("state") != state || !slices.Equal(got["iss"], []string{srv.URL}) || got.Has("code") {
			t.Errorf("%s: got %v (status %d), want error %s", name, got, b.Status(), tt.want)
		}
	}
}

func TestCodes(t *testing.T) {
	srv := authservertest.Start(t)
	app := notes(t, srv)
	browser := srv.Browser(t)
	browser.Open(app.authorizeURL("openid", nil)).Login("alice", "wonderland").Approve()
	code := func() string {
		t.Helper()
		got := browser.Open(app.authorizeURL("openid", nil)).Returned().Get("code")
		if got == "" {
			t.Fatalf("no code: %s", browser.Text())
		}
		return got
	}
	redeem := func(form url.Values) (int, oauth.Code) {
		status, _, answer := jsonOf[struct{ Error oauth.Code }](t, srv, app.post("/token", form))
		return status, answer.Error
	}
	good := func(code string) url.Values {
		return url.Values{"grant_type": {"authorization_code"}, "code": {code}, "redirect_uri": {app.redirectURI}, "code_verifier": {app.verifier}}
	}
	for name, spoil := range map[string]func(url.Values){
		"D-12 no verifier":                     func(f url.Values) { f.Del("code_verifier") },
		"D-12 wrong verifier":                  func(f url.Values) { f.Set("code_verifier", oauth.NewSecret()) },
		"D-12 verifier equal to the challenge": func(f url.Values) { f.Set("code_verifier", oauth.ChallengeOf(app.verifier)) },
		"D-04 another redirect_uri":            func(f url.Values) { f.Set("redirect_uri", "https://evil.example/") },
		"D-06 expired code":                    func(url.Values) { srv.Advance(62 * time.Second) },
	} {
		t.Run(name, func(t *testing.T) {
			form := good(code())
			spoil(form)
			if status, got := redeem(form); status != http.StatusBadRequest || got != oauth.InvalidGrant {
				t.Errorf("got %d %s, want 400 invalid_grant", status, got)
			}
		})
	}
	t.Run("D-01 a code works once, and its replay revokes its tokens", func(t *testing.T) {
		used := code()
		tokens := app.redeem(used)
		if status, got := redeem(good(used)); status != http.StatusBadRequest || got != oauth.InvalidGrant {
			t.Errorf("replay: got %d %s, want 400 invalid_grant", status, got)
		}
		if active(t, srv, tokens.AccessToken).Active {
			t.Error("D-02: the access token is still active")
		}
	})
}
