package authserver_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"quartet.example/authserver/authservertest"
	"quartet.example/authserver/controlapi"
	"quartet.example/shared/jose"
	"quartet.example/shared/oauth"
)

func pointer(s string) *string { return &s }

// silently returns the parameters that a request without a page returns to the client.
func silently(app *app, b *authservertest.Browser, more map[string]string) url.Values {
	app.t.Helper()
	return b.Open(app.authorizeURL("openid", more)).Returned()
}

// signedIn returns a browser in which alice has allowed the app.
func signedIn(app *app) *authservertest.Browser {
	return app.srv.Browser(app.t).Open(app.authorizeURL("openid", map[string]string{"prompt": "consent"})).Login("alice", "wonderland").Approve()
}

func TestAFaultRefusesAnAuthorizationRequest(t *testing.T) {
	srv := authservertest.Start(t)
	app := notes(t, srv)
	fails := controlapi.Fault{Endpoint: controlapi.Authorize, Error: "temporarily_unavailable", Description: "try later"}
	want := url.Values{"error": {"temporarily_unavailable"}, "error_description": {"try later"}, "state": {state}, "iss": {srv.URL}}.Encode()

	t.Run("by redirect (RFC 6749 §4.1.2.1, RFC 9207 §2)", func(t *testing.T) {
		srv.FailNext(fails)
		if got := silently(app, srv.Browser(t), nil).Encode(); got != want {
			t.Errorf("got %s", got)
		}
		if b := srv.Browser(t).Open(app.authorizeURL("openid", nil)); b.At().Path != "/login" {
			t.Errorf("the next request is at %s", b.At())
		}
	})
	t.Run("by redirect after a POST", func(t *testing.T) {
		srv.FailNext(fails)
		at, _ := url.Parse(app.authorizeURL("openid", nil))
		status, header, _ := do(t, srv, request(t, http.MethodPost, srv.URL+"/authorize", at.Query()))
		if to := header.Get("Location"); status != http.StatusSeeOther || to != app.redirectURI+"?"+want {
			t.Errorf("got %d to %s", status, to)
		}
	})
	t.Run("by form (OAuth 2.0 Form Post Response Mode §2)", func(t *testing.T) {
		srv.FailNext(fails)
		b := srv.Browser(t).Open(app.authorizeURL("openid", map[string]string{"response_mode": "form_post"}))
		if got := formOf(b).Encode(); got != want {
			t.Errorf("got %s", got)
		}
	})
	t.Run("that was pushed (RFC 9126 §4)", func(t *testing.T) {
		b := srv.Browser(t)
		at := app.pushGood(nil)
		srv.FailNext(fails)
		if got := b.Open(at).Returned().Encode(); got != want {
			t.Errorf("got %s", got)
		}
	})
	t.Run("but never to a redirect URI of a stranger", func(t *testing.T) {
		srv.FailNext(fails)
		b := srv.Browser(t).Open(app.authorizeURL("openid", map[string]string{"redirect_uri": "https://evil.test/"}))
		if b.ReturnedTo() != nil || b.Status() != http.StatusBadRequest {
			t.Errorf("got %d at %v", b.Status(), b.ReturnedTo())
		}
	})
}

// formOf returns the hidden fields of the page.
func formOf(b *authservertest.Browser) url.Values {
	fields := url.Values{}
	for _, field := range b.Page().Find("input[type=hidden]").EachIter() {
		fields.Add(field.AttrOr("name", ""), field.AttrOr("value", ""))
	}
	return fields
}

func TestAFaultRefusesARequestInJSON(t *testing.T) {
	srv := authservertest.Start(t)
	app := notes(t, srv)
	token := app.post("/token", url.Values{"grant_type": {"client_credentials"}})
	for name, tt := range map[string]struct {
		fault     controlapi.Fault
		request   *http.Request
		status    int
		challenge string
	}{
		"an error (RFC 6749 §5.2)":             {controlapi.Fault{Error: "invalid_grant"}, token, 400, ""},
		"wrong credentials":                    {controlapi.Fault{Error: "invalid_client"}, token, 401, "Basic"},
		"an error of a server that is busy":    {controlapi.Fault{Error: "temporarily_unavailable"}, token, 503, ""},
		"an error with another status":         {controlapi.Fault{Error: "slow_down", Status: 429}, token, 429, ""},
		"an invalid token (RFC 6750 §3)":       {controlapi.Fault{Error: "invalid_token"}, request(t, http.MethodGet, srv.URL+"/userinfo", nil), 401, `Bearer realm="` + srv.URL + `", error="invalid_token"`},
		"a scope that is missing":              {controlapi.Fault{Error: "insufficient_scope"}, request(t, http.MethodGet, srv.URL+"/userinfo", nil), 403, `error="insufficient_scope"`},
		"a pushed request that is not allowed": {controlapi.Fault{Error: "invalid_request"}, app.post("/par", nil), 400, ""},
	} {
		t.Run(name, func(t *testing.T) {
			srv.FailNext(tt.fault)
			status, header, body := jsonOf[map[string]string](t, srv, tt.request)
			if status != tt.status || body["error"] != tt.fault.Error || body["error_description"] == "" || !strings.Contains(header.Get("WWW-Authenticate"), tt.challenge) {
				t.Errorf("got %d, %v, %v", status, body, header)
			}
			if header.Get("Cache-Control") != "no-store" || header.Get("Access-Control-Allow-Origin") != "*" {
				t.Errorf("the headers are not those of other errors: %v", header)
			}
		})
	}
}

func TestAFaultAnswersWithAStatus(t *testing.T) {
	srv := authservertest.Start(t)
	srv.FailNext(controlapi.Fault{Endpoint: controlapi.JWKS, Status: 502}, controlapi.Fault{Endpoint: controlapi.Metadata, Status: 307, Location: "https://evil.test/"})
	if status, _, body := do(t, srv, request(t, http.MethodGet, srv.URL+"/jwks", nil)); status != 502 || body != "" {
		t.Errorf("got %d %q", status, body)
	}
	if status, header, _ := do(t, srv, request(t, http.MethodGet, srv.URL+"/.well-known/openid-configuration", nil)); status != 307 || header.Get("Location") != "https://evil.test/" {
		t.Errorf("got %d %v", status, header)
	}
}

func TestAFaultClosesTheConnection(t *testing.T) {
	srv := authservertest.Start(t)
	srv.FailNext(controlapi.Fault{Drop: true})
	resp, err := srv.Client().Do(request(t, http.MethodPost, srv.URL+"/token", nil))
	if err == nil {
		resp.Body.Close()
		t.Errorf("got %d", resp.StatusCode)
	}
	if seen := srv.Requests(); len(seen) != 1 || seen[0].Status != 0 || seen[0].Endpoint != controlapi.TokenEndpoint {
		t.Errorf("recorded: %+v", seen)
	}
}

func TestAFaultChangesTheAuthorizationResponse(t *testing.T) {
	srv := authservertest.Start(t)
	app := notes(t, srv)
	b := signedIn(app)
	for name, tt := range map[string]struct {
		fault controlapi.Fault
		param string
		want  []string
	}{
		"another issuer (RFC 9207 §2.4)": {controlapi.Fault{Issuer: pointer("https://other.test")}, "iss", []string{"https://other.test"}},
		"no issuer":                      {controlapi.Fault{Issuer: pointer("")}, "iss", nil},
		"another state":                  {controlapi.Fault{Endpoint: controlapi.Authorize, Response: map[string]any{"state": `"><b>`}}, "state", []string{`"><b>`}},
		"no code":                        {controlapi.Fault{Endpoint: controlapi.Authorize, Response: map[string]any{"code": nil}}, "code", nil},
	} {
		t.Run(name, func(t *testing.T) {
			srv.FailNext(tt.fault, tt.fault)
			if got := silently(app, b, nil)[tt.param]; !slices.Equal(got, tt.want) {
				t.Errorf("redirect: got %q", got)
			}
			b.Open(app.authorizeURL("openid", map[string]string{"response_mode": "form_post"}))
			if got := formOf(b); !slices.Equal(got[tt.param], tt.want) || len(got) < 2 {
				t.Errorf("form: got %q", got)
			}
		})
	}
	t.Run("also after sign-in and consent, and not the pages before", func(t *testing.T) {
		srv.FailNext(controlapi.Fault{Issuer: pointer("https://other.test")})
		got := srv.Browser(t).Open(app.authorizeURL("openid", map[string]string{"prompt": "consent"})).Login("alice", "wonderland").Approve().Returned()
		if got.Get("iss") != "https://other.test" || got.Get("code") == "" {
			t.Errorf("got %v", got)
		}
	})
}

func TestAFaultChangesTheIDToken(t *testing.T) {
	for _, alg := range []string{"RS256", "ES256", "EdDSA"} {
		t.Run(alg, func(t *testing.T) {
			client := authservertest.Client{ID: "rp", Secret: "rp-secret-for-this-test", RedirectURIs: []string{"http://127.0.0.1:3000/cb"}, Scope: "openid", IDTokenAlg: alg}
			srv := authservertest.Start(t, authservertest.WithClient(client))
			app := &app{t: t, srv: srv, id: client.ID, secret: client.Secret, method: oauth.ClientSecretBasic, redirectURI: client.RedirectURIs[0], verifier: oauth.NewSecret()}
			b := signedIn(app)
			srv.FailNext(controlapi.Fault{IDToken: map[string]any{"iss": "https://other.test", "at_hash": "wrong", "aud": []string{"a", "b"}, "nonce": nil}})
			if status, _, _ := do(t, srv, app.post("/token", url.Values{"grant_type": {"refresh_token"}, "refresh_token": {"x"}})); status != 400 {
				t.Fatalf("got %d", status) // a response without an ID token does not use the fault
			}
			raw := app.redeem(b.Returned().Get("code")).IDToken
			got := part(t, raw, 1)
			if got["iss"] != "https://other.test" || got["at_hash"] != "wrong" || len(got["aud"].([]any)) != 2 || got["sub"] != alice || got["exp"] == nil {
				t.Errorf("got %v", got)
			}
			if _, has := got["nonce"]; has || part(t, raw, 0)["alg"] != alg {
				t.Errorf("got %v with %v", got, part(t, raw, 0))
			}
			verifySignature(t, srv, raw, alg)
			if next := part(t, app.redeem(silently(app, b, nil).Get("code")).IDToken, 1); next["iss"] != srv.URL {
				t.Errorf("the next ID token: got %v", next)
			}
		})
	}
}

// verifySignature verifies a token with the key set of the server.
func verifySignature(t *testing.T, srv *authservertest.Server, raw, alg string) {
	t.Helper()
	_, _, body := do(t, srv, request(t, http.MethodGet, srv.URL+"/jwks", nil))
	set, err := jose.ParseSet([]byte(body), jose.KeyRules{})
	if err != nil {
		t.Fatal(err)
	}
	kind := jose.Kind{MaxBytes: 1 << 13, Types: []string{"JWT"}, Algorithms: []string{alg}, Keys: set, Timeless: true}
	if err := kind.Verify(t.Context(), raw, &jose.Claims{}); err != nil {
		t.Errorf("the signature is not valid: %v", err)
	}
}

func TestAFaultChangesMembersOfAJSONResponse(t *testing.T) {
	srv := authservertest.Start(t, authservertest.WithClient(authservertest.Client{
		ID: "rp", Secret: "rp-secret-for-this-test", RedirectURIs: []string{"http://127.0.0.1:3000/cb"}, Scope: "openid", UserinfoAlg: "RS256",
	}))
	app := notes(t, srv)
	sub := controlapi.Fault{Endpoint: controlapi.UserInfo, Response: map[string]any{"sub": "somebody else"}}
	t.Run("metadata, also if the client has them", func(t *testing.T) {
		r := request(t, http.MethodGet, srv.URL+"/.well-known/openid-configuration", nil)
		_, header, _ := do(t, srv, r)
		srv.FailNext(controlapi.Fault{Endpoint: controlapi.Metadata, Response: map[string]any{"issuer": "https://other.test", "jwks_uri": nil}})
		r.Header.Set("If-None-Match", header.Get("ETag"))
		status, changed, body := jsonOf[map[string]any](t, srv, r)
		if status != 200 || body["issuer"] != "https://other.test" || body["jwks_uri"] != nil || body["token_endpoint"] != srv.URL+"/token" || changed.Get("ETag") != "" {
			t.Errorf("got %d %v", status, body)
		}
		if status, _, _ := do(t, srv, r); status != http.StatusNotModified {
			t.Errorf("the next one: got %d", status)
		}
	})
	t.Run("token response", func(t *testing.T) {
		srv.FailNext(controlapi.Fault{Endpoint: controlapi.TokenEndpoint, Response: map[string]any{"token_type": "mac", "expires_in": "soon"}})
		if _, _, body := jsonOf[map[string]any](t, srv, app.post("/token", nil)); body["token_type"] != nil {
			t.Errorf("an error has the members of the fault: %v", body)
		}
		_, _, body := jsonOf[map[string]any](t, srv, app.post("/token", app.redemption(signedIn(app).Returned().Get("code"))))
		if body["token_type"] != "mac" || body["expires_in"] != "soon" || body["access_token"] == nil {
			t.Errorf("got %v", body)
		}
	})
	t.Run("userinfo", func(t *testing.T) {
		srv.FailNext(sub)
		_, _, body := do(t, srv, userinfoRequest(t, srv, app.redeem(signedIn(app).Returned().Get("code")).AccessToken))
		if !strings.Contains(body, `"sub":"somebody else"`) || !strings.Contains(body, "{") {
			t.Errorf("got %s", body)
		}
	})
	t.Run("signed userinfo", func(t *testing.T) {
		rp := *app
		rp.id, rp.secret, rp.redirectURI = "rp", "rp-secret-for-this-test", "http://127.0.0.1:3000/cb"
		srv.FailNext(sub)
		_, _, body := do(t, srv, userinfoRequest(t, srv, rp.redeem(signedIn(&rp).Returned().Get("code")).AccessToken))
		verifySignature(t, srv, body, "RS256")
		if got := part(t, body, 1); got["sub"] != "somebody else" || got["iss"] != srv.URL {
			t.Errorf("got %v", got)
		}
	})
}

// userinfoRequest returns a request with the access token.
func userinfoRequest(t *testing.T, srv *authservertest.Server, token string) *http.Request {
	t.Helper()
	r := request(t, http.MethodGet, srv.URL+"/userinfo", nil)
	r.Header.Set("Authorization", "Bearer "+token)
	return r
}

func TestAFaultIsForOneClient(t *testing.T) {
	srv := authservertest.Start(t)
	app := notes(t, srv)
	fault := controlapi.Fault{Client: "notes", Error: "temporarily_unavailable", Endpoint: controlapi.UserInfo}
	token := app.redeem(signedIn(app).Returned().Get("code")).AccessToken
	srv.FailNext(fault)
	if status, _, _ := do(t, srv, userinfoRequest(t, srv, "of nobody")); status != http.StatusUnauthorized {
		t.Errorf("without a client: got %d", status)
	}
	if status, _, _ := do(t, srv, userinfoRequest(t, srv, token)); status != http.StatusServiceUnavailable {
		t.Errorf("with a token of the client: got %d", status)
	}
}

// A state chooses the authorization request, the pages that follow and the token request with its code.
func TestAFaultIsForOneState(t *testing.T) {
	srv := authservertest.Start(t)
	app := notes(t, srv)
	with := func(state string) map[string]string { return map[string]string{"state": state, "prompt": "consent"} }
	t.Run("at the token endpoint", func(t *testing.T) {
		mine := srv.Browser(t).Open(app.authorizeURL("openid", with("mine"))).Login("alice", "wonderland").Approve().Returned().Get("code")
		other := silently(app, signedIn(app), map[string]string{"state": "other"}).Get("code")
		srv.FailNext(controlapi.Fault{State: "mine", Endpoint: controlapi.TokenEndpoint, Error: "server_error"})
		app.redeem(other)
		if status, _, _ := do(t, srv, app.post("/token", app.redemption(mine))); status != http.StatusInternalServerError {
			t.Errorf("got %d", status)
		}
		app.redeem(mine) // the fault kept the handler from using the code
	})
	t.Run("at the end of the pages", func(t *testing.T) {
		srv.FailNext(controlapi.Fault{State: "mine", Issuer: pointer("https://other.test")})
		for state, want := range map[string]string{"other": srv.URL, "mine": "https://other.test"} {
			got := srv.Browser(t).Open(app.authorizeURL("openid", with(state))).Login("alice", "wonderland").Approve().Returned()
			if got.Get("iss") != want {
				t.Errorf("%s: got %v", state, got)
			}
		}
	})
	t.Run("of a pushed request", func(t *testing.T) {
		srv.FailNext(controlapi.Fault{State: "mine", Endpoint: controlapi.Authorize, Error: "server_error"})
		open := func(state string) *authservertest.Browser {
			return srv.Browser(t).Open(app.pushGood(map[string]string{"state": state}))
		}
		if b := open("other"); b.At().Path != "/login" {
			t.Errorf("other: at %s", b.At())
		}
		if got := open("mine").Returned(); got.Get("error") != "server_error" || got.Get("state") != "mine" {
			t.Errorf("got %v", got)
		}
	})
}

func TestAFaultServesTheKeysOfBeforeTheRotation(t *testing.T) {
	srv := authservertest.Start(t)
	read := func() string {
		_, _, body := do(t, srv, request(t, http.MethodGet, srv.URL+"/jwks", nil))
		return body
	}
	before := read()
	srv.RotateKeys()
	srv.FailNext(controlapi.Fault{StaleJWKS: true})
	if stale, fresh := read(), read(); stale != before || fresh == before {
		t.Errorf("got %s and then %s, want first %s", stale, fresh, before)
	}
}
