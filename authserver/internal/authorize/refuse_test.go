package authorize_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"quartet.example/authserver/internal/browsertest"
	"quartet.example/authserver/internal/endpointtest"
	"quartet.example/shared/oauth"
)

// Errors about the client or its redirect URI stay here; all others go back
// (RFC 6749 §4.1.2.1).
func TestRefusals(t *testing.T) {
	s := browsertest.Start(t)
	for name, tt := range map[string]struct {
		client string
		change []string // a good request with one thing wrong
		want   string
	}{
		"A-03 without client_id it stays":                      {"", nil, "page 400"},
		"an unknown client stays":                              {"ghost", nil, "page 400"},
		"A-05 response_type missing":                           {"notes", []string{"response_type", ""}, "error invalid_request"},
		"A-05 response_type unknown":                           {"notes", []string{"response_type", "bogus"}, "error unsupported_response_type"},
		"the implicit flow":                                    {"notes", []string{"response_type", "token"}, "error unsupported_response_type"},
		"the hybrid flow":                                      {"notes", []string{"response_type", "code id_token"}, "error unsupported_response_type"},
		"A-07 the client is not registered for the code grant": {"service", nil, "error unauthorized_client"},
		"A-08 unknown scope":                                   {"notes", []string{"scope", "openid bogus"}, "error invalid_scope"},
		"A-08 scope with a quote":                              {"notes", []string{"scope", `openid "`}, "error invalid_scope"},
		"A-08 scope with a tab":                                {"notes", []string{"scope", "openid\tnotes:read"}, "error invalid_scope"},
		"A-08 scope beyond ASCII":                              {"notes", []string{"scope", "openid é"}, "error invalid_scope"},
		"A-08 scope without end":                               {"notes", []string{"scope", strings.Repeat("a ", 2000)}, "error invalid_scope"},
		"a scope that the client may not ask for":              {"narrow", []string{"scope", "openid notes:write"}, "error invalid_scope"},
		"no scope":                                              {"notes", []string{"scope", ""}, "error invalid_scope"},
		"A-13 an unknown parameter is ignored":                  {"notes", []string{"foo", "bar", "x_ext", "😀"}, "login"},
		"A-21 unknown response_mode":                            {"notes", []string{"response_mode", "bogus"}, "error invalid_request"},
		"A-21 response_mode fragment":                           {"notes", []string{"response_mode", "fragment"}, "error invalid_request"},
		"A-21 response_mode web_message":                        {"notes", []string{"response_mode", "web_message"}, "error invalid_request"},
		"B-04 redirect_uri left out with two registered":        {"two", []string{"redirect_uri", "", "scope", "notes:read"}, "page 400"},
		"B-04 redirect_uri left out with one registered":        {"notes", []string{"redirect_uri", "", "scope", "notes:read"}, "login"},
		"B-04 redirect_uri left out with OpenID Connect":        {"notes", []string{"redirect_uri", ""}, "page 400"},
		"B-09 another port for a web client":                    {"notes", []string{"redirect_uri", "http://app.localhost:8081/callback"}, "page 400"},
		"B-10 a private-use scheme":                             {"native", []string{"redirect_uri", "com.example.native:/callback"}, "login"},
		"B-10 a private-use scheme with another path":           {"native", []string{"redirect_uri", "com.example.native:/other"}, "page 400"},
		"D-08 a public client without code_challenge":           {"native", []string{"redirect_uri", "http://127.0.0.1:51004/callback", "code_challenge", "", "code_challenge_method", ""}, "error invalid_request"},
		"D-09 a confidential client without code_challenge":     {"notes", []string{"code_challenge", "", "code_challenge_method", ""}, "error invalid_request"},
		"a client that may leave code_challenge out":            {"basic-op", []string{"code_challenge", "", "code_challenge_method", ""}, "login"},
		"a client that may leave it out, but sends a wrong one": {"basic-op", []string{"code_challenge_method", "plain"}, "error invalid_request"},
		"a client that may leave it out, but sends a method":    {"basic-op", []string{"code_challenge", ""}, "error invalid_request"},
		"D-10 code_challenge_method left out":                   {"notes", []string{"code_challenge_method", ""}, "error invalid_request"},
		"D-10 code_challenge_method plain":                      {"notes", []string{"code_challenge_method", "plain"}, "error invalid_request"},
		"D-10 code_challenge_method s256":                       {"notes", []string{"code_challenge_method", "s256"}, "error invalid_request"},
		"D-10 code_challenge_method S512":                       {"notes", []string{"code_challenge_method", "S512"}, "error invalid_request"},
		"a challenge that is no hash":                           {"notes", []string{"code_challenge", "short"}, "error invalid_request"},
		"F-27 an unknown resource":                              {"notes", []string{"resource", "https://r2.example"}, "error invalid_target"},
		"F-27 a resource that owns none of the scope":           {"notes", []string{"resource", endpointtest.Resource, "scope", "openid"}, "error invalid_target"},
		"J-05 prompt=none without a session":                    {"notes", []string{"prompt", "none"}, "error login_required"},
		"prompt with an unknown value":                          {"notes", []string{"prompt", "bogus"}, "error invalid_request"},
		"prompt=none beside another":                            {"notes", []string{"prompt", "none login"}, "error invalid_request"},
		"J-10 max_age=-1":                                       {"notes", []string{"max_age", "-1"}, "error invalid_request"},
		"J-10 max_age=abc":                                      {"notes", []string{"max_age", "abc"}, "error invalid_request"},
		"J-10 max_age=1e99":                                     {"notes", []string{"max_age", "1e99"}, "error invalid_request"},
		"J-14 a request object":                                 {"notes", []string{"request", "eyJhbGciOiJub25lIn0.e30."}, "error request_not_supported"},
		"J-14 a request object by reference":                    {"notes", []string{"request_uri", "https://evil.example/r"}, "error request_uri_not_supported"},
		"a forged id_token_hint":                                {"notes", []string{"id_token_hint", "eyJhbGciOiJub25lIn0.e30."}, "error invalid_request"},
		"J-12 optional parameters do not break it":              {"notes", []string{"login_hint", "alice", "ui_locales", "de fr", "claims_locales", "de", "acr_values", "1 2", "display", "popup", "registration", "{}"}, "login"},

		"form_post to a private-use scheme": {"native", []string{"redirect_uri", "com.example.native:/callback", "response_mode", "form_post"}, "error invalid_request"},
	} {
		t.Run(name, func(t *testing.T) {
			b := s.Browser(t).Authorize(browsertest.Request(tt.client, tt.change...))
			if got := b.Outcome(); got != tt.want {
				t.Fatalf("got %s, want %s", got, tt.want)
			}
			if b.Left != nil {
				wantReturned(t, b.Left, "xyz")
			}
			if b.Status == http.StatusBadRequest && (b.Response.Get("Location") != "" || strings.Contains(b.Body, "http-equiv")) {
				t.Errorf("the page leads away: %s", b.Body)
			}
		})
	}
}

// wantReturned checks what every error response has (RFC 6749 §4.1.2.1, RFC 9207 §2).
func wantReturned(t *testing.T, to *url.URL, state string) {
	t.Helper()
	q := to.Query()
	if q.Get("state") != state || q.Get("iss") != browsertest.Issuer || q.Has("code") || q.Get("error_description") == "" {
		t.Errorf("returned with %v, want state %q, iss, and no code", q, state)
	}
}

func TestRepeatedParameters(t *testing.T) {
	s := browsertest.Start(t)
	for name, want := range map[string]string{
		"client_id": "page 400", "redirect_uri": "page 400",
		"response_type": "error invalid_request", "scope": "error invalid_request", "state": "error invalid_request",
		"code_challenge": "error invalid_request", "code_challenge_method": "error invalid_request", "nonce": "error invalid_request",
		"prompt": "error invalid_request", "response_mode": "error invalid_request",
	} {
		for _, second := range []string{"same", "other"} {
			t.Run("A-10 "+name+" twice, "+second, func(t *testing.T) {
				q := browsertest.Request("notes")
				if !q.Has(name) {
					q.Set(name, "query")
				}
				value := q.Get(name)
				if second == "other" {
					value += "x"
				}
				q.Add(name, value)
				b := s.Browser(t).Authorize(q)
				if got := b.Outcome(); got != want {
					t.Fatalf("got %s, want %s", got, want)
				}
				state := "xyz"
				if name == "state" && second == "other" {
					state = "" // which of them the client sent cannot be told
				}
				if b.Left != nil {
					wantReturned(t, b.Left, state)
				}
			})
		}
	}
}

func TestRedirectURIIsExact(t *testing.T) {
	s := browsertest.Start(t)
	for _, uri := range []string{
		"https://app.example/cb/", "https://app.example/CB", "https://app.example/cb?x=1", "https://app.example/cb#f", "https://app.example/cb#",
		"https://app.example/x/../cb", "https://app.example/cb%2e", "https://app.example//cb", "https://app.example/cb;p",
		"https://app.example:443/cb", "https://APP.EXAMPLE/cb", "http://app.example/cb", "https://app.example:8443/cb",
		"https://evil.example/cb", "https://app.example@evil.example/cb", "https://app.example.evil.example/cb", "https://evilapp.example/cb",
		"javascript://evilapp.example.com/x", "javascript:alert(1)", "data:text/html,x", "vbscript:x", "file:///etc/passwd", "blob:x",
		" https://app.example/cb", "https://app.example/cb ", "https://app.example/cb\r\nx", "//app.example/cb", "/cb",
	} {
		t.Run("B-01 B-03 "+uri, func(t *testing.T) {
			b := s.Browser(t).Authorize(browsertest.Request("exact", "redirect_uri", uri))
			if got := b.Outcome(); got != "page 400" || b.Response.Get("Location") != "" {
				t.Errorf("got %s", got)
			}
			b.Page().Find("a, form, area, iframe, meta, base").Each(func(_ int, s *goquery.Selection) {
				for _, attribute := range []string{"href", "action", "src", "content"} {
					if v := s.AttrOr(attribute, ""); v == uri || strings.Contains(v, "evil") {
						t.Errorf("the page offers the address: %s", v)
					}
				}
			})
			if words := b.Page().Find("p").Text(); strings.Contains(words, "evil") {
				t.Errorf("the address is outside of the comparison: %s", words)
			}
		})
	}
}

func TestLoopback(t *testing.T) {
	s := browsertest.Start(t)
	for _, uri := range []string{"http://127.0.0.1:51004/callback", "http://127.0.0.1:61023/callback", "http://[::1]:51004/callback", "com.example.native:/callback"} {
		t.Run("B-07 the code goes to "+uri, func(t *testing.T) {
			b := s.Browser(t).Authorize(browsertest.Request("native", "redirect_uri", uri)).Login("alice", "wonderland")
			if !strings.Contains(b.Response.Get("Content-Security-Policy"), "form-action 'self' "+map[string]string{
				"http://127.0.0.1:51004/callback": "http://127.0.0.1:51004", "http://127.0.0.1:61023/callback": "http://127.0.0.1:61023",
				"http://[::1]:51004/callback": "http:", "com.example.native:/callback": "com.example.native:",
			}[uri]) {
				t.Errorf("CSP: got %s", b.Response.Get("Content-Security-Policy"))
			}
			b.Decide("allow")
			if b.Code() == "" || !strings.HasPrefix(b.Left.String(), uri+"?") {
				t.Fatalf("left for %v", b.Left)
			}
			redeem := endpointtest.Redemption(b.Code()).With("redirect_uri", uri)
			if a := s.Post(t, "/token", "native", redeem); a.Status != http.StatusOK {
				t.Errorf("redeem: %s", a.Body)
			}
		})
	}
}

func TestMethods(t *testing.T) {
	s := browsertest.Start(t)
	path := "/authorize?" + browsertest.Request("notes").Encode()
	signedIn := s.Browser(t).SignIn()
	for _, method := range []string{http.MethodPut, http.MethodDelete, http.MethodPatch, http.MethodHead} {
		t.Run("A-17 "+method+" is no method of the endpoint", func(t *testing.T) {
			b := signedIn.Clone().Do(method, path, nil)
			if b.Status != http.StatusMethodNotAllowed || b.Response.Get("Allow") == "" || b.Response.Get("Location") != "" {
				t.Errorf("got %d, Allow %q, Location %q", b.Status, b.Response.Get("Allow"), b.Response.Get("Location"))
			}
		})
	}
	for _, method := range []string{http.MethodGet, http.MethodOptions} {
		t.Run("A-17 "+method+" with an Origin gets no CORS headers", func(t *testing.T) {
			b := signedIn.Clone()
			b.Header["Origin"], b.Header["Access-Control-Request-Method"] = "http://app.localhost:8080", "GET"
			for name := range b.Do(method, path, nil).Response {
				if strings.HasPrefix(name, "Access-Control-Allow") {
					t.Errorf("got %s", name)
				}
			}
		})
	}
	t.Run("A-02 POST is as good as GET, and takes nothing from the query", func(t *testing.T) {
		b := s.Browser(t).Post("/authorize?client_id=ghost&state=other", browsertest.Request("notes"))
		if got := b.Login("bob", "builder").Decide("allow").Outcome(); got != "code" || b.Left.Query().Get("state") != "xyz" {
			t.Errorf("got %s, %v", got, b.Left)
		}
	})
	t.Run("A-02 a POST from another site, with which the browser keeps cookies back, finds the session", func(t *testing.T) {
		b := s.Browser(t)
		b.Header["Sec-Fetch-Site"] = "cross-site"
		b.Do(http.MethodPost, "/authorize", browsertest.Request("notes"))
		if b.Status != http.StatusSeeOther || len(b.Cookies) != 0 {
			t.Fatalf("got %d and cookies %v, want 303 and none", b.Status, b.Cookies)
		}
		get := strings.TrimPrefix(b.Response.Get("Location"), browsertest.Issuer)
		if got := signedIn.Clone().Get(get).Outcome(); got != "code" {
			t.Errorf("got %s, want code", got)
		}
	})
}

func TestFormPost(t *testing.T) {
	s := browsertest.Start(t)
	b := s.Browser(t).SignIn().Authorize(browsertest.Request("notes", "response_mode", "form_post", "state", `"><script>`))
	form := b.Page().Find("main form")
	if b.Status != http.StatusOK || form.AttrOr("action", "") != browsertest.Callback || form.AttrOr("method", "") != "post" {
		t.Fatalf("A-21: got %d %s", b.Status, b.Body)
	}
	values := b.Form("noscript, main form input")
	if values.Get("code") == "" || values.Get("state") != `"><script>` || values.Get("iss") != browsertest.Issuer || len(values) != 3 {
		t.Errorf("A-21: got %v", values)
	}
	csp := b.Response.Get("Content-Security-Policy")
	if !strings.Contains(csp, "script-src 'self' 'sha256-") || strings.Contains(csp, "unsafe") || b.Response.Get("Cache-Control") != "no-store" {
		t.Errorf("A-21: got %s, Cache-Control %s", csp, b.Response.Get("Cache-Control"))
	}
	refused := s.Browser(t).Authorize(browsertest.Request("notes", "response_mode", "form_post", "prompt", "none"))
	if got := refused.Form("main form input").Get("error"); got != string(oauth.LoginRequired) {
		t.Errorf("an error goes the same way: got %q", got)
	}
}

func TestOwnQueryIsKept(t *testing.T) {
	s := browsertest.Start(t)
	uri := browsertest.Callback + "?tenant=a%20b"
	b := s.Browser(t).Authorize(browsertest.Request("query", "redirect_uri", uri)).Login("alice", "wonderland").Decide("allow")
	if b.Left == nil || !strings.HasPrefix(b.Left.String(), uri+"&") || b.Code() == "" {
		t.Errorf("B-05: got %v", b.Left)
	}
	if got := s.Browser(t).Authorize(browsertest.Request("query")).Outcome(); got != "page 400" {
		t.Errorf("B-05 without its query: got %s", got)
	}
}
