package oidcc_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"quartet.example/authserver/authservertest"
	"quartet.example/shared/oauth"
)

// module is a module of the conformance suite as a test.
type module struct {
	name string // such as "CB-01 oidcc-server"
	tell func(t *testing.T, rp *relyingParty)
}

// run runs the modules one after the other against one server.
func run(t *testing.T, srv *authservertest.Server, modules []module) {
	t.Helper()
	for _, m := range modules {
		t.Run(m.name, func(t *testing.T) { m.tell(t, basic(srv)) })
	}
}

func TestBasicOP(t *testing.T) {
	run(t, authservertest.Start(t), slices.Concat(happy(), scopes(), optional(), prompts(), codes(), objects()))
}

func happy() []module {
	return []module{
		{"CB-01 oidcc-server", func(t *testing.T, rp *relyingParty) {
			_, got, id := rp.flow(t, rp.srv.Browser(t))
			if id.Audience != "basic-op" || id.Subject == "" || len(id.Subject) > 255 || id.AuthTime == 0 || got.RefreshToken == "" {
				t.Errorf("got %+v, %+v", id, got)
			}
		}},
		{"CB-02 oidcc-response-type-missing", func(t *testing.T, rp *relyingParty) {
			a := rp.visit(rp.srv.Browser(t), "response_type", "")
			if e := a.returned.Get("error"); e != "invalid_request" && e != "unsupported_response_type" || a.returned.Get("state") != a.request.Get("state") {
				t.Errorf("got %v", a.returned)
			}
		}},
		{"CB-03 oidcc-idtoken-signature", func(t *testing.T, rp *relyingParty) {
			rp.flow(t, rp.srv.Browser(t)) // the verifier accepts only RS256 with a key of the JWKS
		}},
		{"CB-08 oidcc-ensure-request-without-nonce-succeeds-for-code-flow", func(t *testing.T, rp *relyingParty) {
			_, _, id := rp.flow(t, rp.srv.Browser(t), "nonce", "")
			if _, has := id.All["nonce"]; has {
				t.Errorf("a nonce that nobody sent: %v", id.All)
			}
		}},
		{"CB-14 oidcc-alternate-happy-flow", func(t *testing.T, rp *relyingParty) {
			rp.flow(t, rp.srv.Browser(t), "scope", "phone address email profile openid")
		}},
		{"CB-31 oidcc-ensure-post-request-succeeds", func(t *testing.T, rp *relyingParty) {
			request := rp.request()
			b := rp.srv.Browser(t)
			b.Open(rp.authorize(url.Values{})) // any page, because the request is sent by a form
			rp.verify(t, rp.redeem(t, rp.posted(t, b, request)), request.Get("nonce"))
		}},
		{"CB-32 oidcc-server-client-secret-post", func(t *testing.T, rp *relyingParty) {
			rp = second(rp.srv)
			rp.flow(t, rp.srv.Browser(t))
		}},
		{"CB-37 oidcc-refresh-token", refreshes},
		{"CB-38 oidcc-ensure-request-with-valid-pkce-succeeds", func(t *testing.T, rp *relyingParty) {
			verifier := oauth.NewSecret()
			a := rp.visit(rp.srv.Browser(t), "code_challenge", oauth.ChallengeOf(verifier), "code_challenge_method", "S256")
			got := rp.token(t, url.Values{
				"grant_type": {"authorization_code"}, "code": {a.returned.Get("code")}, "redirect_uri": {callback}, "code_verifier": {verifier},
			})
			rp.verify(t, got, a.request.Get("nonce"))
		}},
	}
}

// posted sends the request by a form, as from the client's own page.
func (rp *relyingParty) posted(t *testing.T, b *authservertest.Browser, request url.Values) answer {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, rp.srv.URL+"/authorize", strings.NewReader(request.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Origin", "https://localhost.emobix.co.uk:8443")
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	header, _, status := send(t, rp.srv, r)
	if status != http.StatusSeeOther {
		t.Fatalf("got %d, %v", status, header)
	}
	b.Open(header.Get("Location"))
	return answer{request: request}.goOn(b)
}

// refreshes is the refresh token module: the client can refresh, another client cannot.
func refreshes(t *testing.T, rp *relyingParty) {
	_, got, id := rp.flow(t, rp.srv.Browser(t), "scope", "openid offline_access", "prompt", "consent")
	refresh := func(by *relyingParty, token string) tokens {
		return by.token(t, url.Values{"grant_type": {"refresh_token"}, "refresh_token": {token}})
	}
	if stolen := refresh(second(rp.srv), got.RefreshToken); stolen.status != http.StatusBadRequest || stolen.Error != "invalid_grant" {
		t.Errorf("by another client: got %+v", stolen)
	}
	second := refresh(rp, got.RefreshToken)
	next := rp.verify(t, second, "") // no nonce (OIDC Core §12.2)
	if next.Subject != id.Subject || next.AuthTime != id.AuthTime || next.Audience != id.Audience || second.RefreshToken == got.RefreshToken {
		t.Errorf("got %+v, %+v, want those of %+v", next, second, id)
	}
}

func scopes() []module {
	profile := []string{
		"name", "family_name", "given_name", "middle_name", "nickname", "preferred_username", "profile",
		"picture", "website", "gender", "birthdate", "zoneinfo", "locale", "updated_at",
	}
	email, address, phone := []string{"email", "email_verified"}, []string{"address"}, []string{"phone_number", "phone_number_verified"}
	has := func(scope string, want ...string) func(*testing.T, *relyingParty) {
		return func(t *testing.T, rp *relyingParty) {
			t.Helper()
			_, got, id := rp.flow(t, rp.srv.Browser(t), "scope", scope)
			status, claims := rp.userinfo(t, http.MethodGet, got.AccessToken)
			if status != http.StatusOK || claims["sub"] != id.Subject || len(claims) != len(want)+1 {
				t.Errorf("got %d %v", status, claims)
			}
			for _, name := range want {
				if claims[name] == nil || id.All[name] != nil {
					t.Errorf("%s: userinfo has %v, the ID token %v", name, claims[name], id.All[name])
				}
			}
		}
	}
	return []module{
		{"CB-05 oidcc-userinfo-get", has("openid")},
		{"CB-06 oidcc-userinfo-post-header", func(t *testing.T, rp *relyingParty) {
			_, got, id := rp.flow(t, rp.srv.Browser(t))
			if status, claims := rp.userinfo(t, http.MethodPost, got.AccessToken); status != http.StatusOK || claims["sub"] != id.Subject {
				t.Errorf("got %d %v", status, claims)
			}
		}},
		{"CB-07 oidcc-userinfo-post-body", func(t *testing.T, rp *relyingParty) {
			_, got, id := rp.flow(t, rp.srv.Browser(t))
			form := url.Values{"access_token": {got.AccessToken}}
			r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, rp.srv.URL+"/userinfo", strings.NewReader(form.Encode()))
			if err != nil {
				t.Fatal(err)
			}
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			if status, claims := claimsOf(t, rp.srv, r); status != http.StatusOK || claims["sub"] != id.Subject {
				t.Errorf("got %d %v", status, claims)
			}
		}},
		{"CB-09 oidcc-scope-profile", has("openid profile", profile...)},
		{"CB-10 oidcc-scope-email", has("openid email", email...)},
		{"CB-11 oidcc-scope-address", has("openid address", address...)},
		{"CB-12 oidcc-scope-phone", has("openid phone", phone...)},
		{"CB-13 oidcc-scope-all", has("openid profile email address phone", slices.Concat(profile, email, address, phone)...)},
		{"CB-35 oidcc-claims-essential", func(t *testing.T, rp *relyingParty) {
			_, got, id := rp.flow(t, rp.srv.Browser(t), "claims", `{"userinfo":{"name":{"essential":true}},"id_token":{"email":{"essential":true}}}`)
			_, claims := rp.userinfo(t, http.MethodGet, got.AccessToken)
			if claims["name"] != "Alice Liddell" || id.All["email"] != "alice@example.com" || claims["email"] != nil || id.All["name"] != nil {
				t.Errorf("userinfo %v, ID token %v", claims, id.All)
			}
		}},
	}
}

// optional returns the modules about parameters that must not make a request fail (OIDC Core
// §15.1).
func optional() []module {
	with := func(change ...string) func(*testing.T, *relyingParty) {
		return func(t *testing.T, rp *relyingParty) { t.Helper(); rp.flow(t, rp.srv.Browser(t), change...) }
	}
	return []module{
		{"CB-15 oidcc-display-page", with("display", "page")},
		{"CB-16 oidcc-display-popup", with("display", "popup")},
		{"CB-22 oidcc-ensure-request-with-unknown-parameter-succeeds", with("extra", "foobar")},
		{"CB-24 oidcc-login-hint", with("login_hint", "buffy@localhost.emobix.co.uk")},
		{"CB-25 oidcc-ui-locales", with("ui_locales", "se")},
		{"CB-26 oidcc-claims-locales", with("claims_locales", "se", "scope", "openid profile")},
		{"CB-27 oidcc-ensure-request-with-acr-values-succeeds", func(t *testing.T, rp *relyingParty) {
			if _, _, id := rp.flow(t, rp.srv.Browser(t), "acr_values", "1 2"); id.ACR != "1" {
				t.Errorf("acr: got %q, want 1", id.ACR)
			}
		}},
	}
}

// prompts returns the modules about sessions and how recent the sign-in must be.
func prompts() []module {
	return []module{
		{"CB-17 oidcc-prompt-login", func(t *testing.T, rp *relyingParty) {
			b := rp.srv.Browser(t)
			_, _, first := rp.flow(t, b)
			rp.srv.Advance(2 * time.Second)
			a, _, second := rp.flow(t, b, "prompt", "login")
			if !slices.Contains(a.asked, "sign-in") || second.AuthTime <= first.AuthTime || second.Subject != first.Subject {
				t.Errorf("asked %v, auth_time %d, then %d", a.asked, first.AuthTime, second.AuthTime)
			}
		}},
		{"CB-18 oidcc-prompt-none-not-logged-in", func(t *testing.T, rp *relyingParty) {
			if a := rp.visit(rp.srv.Browser(t), "prompt", "none"); a.returned.Get("error") != "login_required" || a.asked != nil {
				t.Errorf("asked %v, got %v", a.asked, a.returned)
			}
		}},
		{"CB-19 oidcc-prompt-none-logged-in", func(t *testing.T, rp *relyingParty) {
			b := rp.srv.Browser(t)
			_, _, first := rp.flow(t, b)
			a, _, second := rp.flow(t, b, "prompt", "none")
			if a.asked != nil || second.Subject != first.Subject || second.AuthTime != first.AuthTime {
				t.Errorf("asked %v, got %+v, then %+v", a.asked, first, second)
			}
		}},
		{"CB-20 oidcc-max-age-1", func(t *testing.T, rp *relyingParty) {
			b := rp.srv.Browser(t)
			_, _, first := rp.flow(t, b)
			rp.srv.Advance(2 * time.Second)
			a, _, second := rp.flow(t, b, "max_age", "1")
			if !slices.Contains(a.asked, "sign-in") || second.AuthTime <= first.AuthTime {
				t.Errorf("asked %v, auth_time %d, then %d", a.asked, first.AuthTime, second.AuthTime)
			}
		}},
		{"CB-21 oidcc-max-age-10000", func(t *testing.T, rp *relyingParty) {
			b := rp.srv.Browser(t)
			_, _, first := rp.flow(t, b, "max_age", "15000")
			a, _, second := rp.flow(t, b, "max_age", "10000")
			if a.asked != nil || first.AuthTime == 0 || second.AuthTime != first.AuthTime {
				t.Errorf("asked %v, auth_time %d, then %d", a.asked, first.AuthTime, second.AuthTime)
			}
		}},
		{"CB-23 oidcc-id-token-hint", func(t *testing.T, rp *relyingParty) {
			b := rp.srv.Browser(t)
			_, got, first := rp.flow(t, b)
			a, _, second := rp.flow(t, b, "prompt", "none", "id_token_hint", got.IDToken)
			if a.asked != nil || second.Subject != first.Subject {
				t.Errorf("asked %v, got %+v, then %+v", a.asked, first, second)
			}
		}},
	}
}

func codes() []module {
	second := func(later time.Duration) func(*testing.T, *relyingParty) {
		return func(t *testing.T, rp *relyingParty) {
			t.Helper()
			a, got, _ := rp.flow(t, rp.srv.Browser(t))
			if later > 0 {
				rp.srv.Advance(later)
			}
			if replay := rp.redeem(t, a); replay.status != http.StatusBadRequest || replay.Error != "invalid_grant" {
				t.Errorf("the second redemption: got %+v", replay)
			}
			if status, _ := rp.userinfo(t, http.MethodGet, got.AccessToken); status != http.StatusUnauthorized {
				t.Errorf("the first access token: got %d, want 401", status)
			}
		}
	}
	return []module{
		{"CB-28 oidcc-codereuse", second(0)},
		{"CB-29 oidcc-codereuse-30seconds", second(30 * time.Second)},
		{"CB-30 oidcc-ensure-registered-redirect-uri", func(t *testing.T, rp *relyingParty) {
			rp.callback += "/unregistered"
			b := rp.srv.Browser(t)
			if a := rp.visit(b); a.returned != nil || b.Status() != http.StatusBadRequest {
				t.Errorf("got %v, status %d", a.returned, b.Status())
			}
		}},
	}
}

// objects returns the modules about request objects, which are refused with their own error code.
func objects() []module {
	unsigned := "eyJhbGciOiJub25lIn0." + "eyJzY29wZSI6Im9wZW5pZCJ9" + "."
	refused := func(want string, change ...string) func(*testing.T, *relyingParty) {
		return func(t *testing.T, rp *relyingParty) {
			t.Helper()
			if a := rp.visit(rp.srv.Browser(t), change...); a.returned.Get("error") != want || a.asked != nil {
				t.Errorf("asked %v, got %v, want %s", a.asked, a.returned, want)
			}
		}
	}
	return []module{
		{"CB-33 oidcc-request-uri-unsigned-supported-correctly-or-rejected-as-unsupported", refused("request_uri_not_supported", "request_uri", "https://localhost.emobix.co.uk:8443/test/a/quartet/requri")},
		{"CB-34 oidcc-unsigned-request-object-supported-correctly-or-rejected-as-unsupported", refused("request_not_supported", "request", unsigned)},
		{"CB-36 oidcc-ensure-request-object-with-redirect-uri", refused("request_not_supported", "request", unsigned)},
	}
}
