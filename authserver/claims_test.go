package authserver_test

import (
	"encoding/json"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/google/go-cmp/cmp"

	"quartet.example/authserver/authservertest"
	"quartet.example/shared/oauth"
)

// claimsServer has the users, scopes and clients of testdata/claims.yaml.
func claimsServer(t *testing.T) *authservertest.Server {
	t.Helper()
	return authservertest.Start(t, authservertest.WithSeed("testdata/claims.yaml"))
}

// signInTo returns the tokens that shop gets for alice. claims is the parameter of OIDC Core §5.5.
func signInTo(t *testing.T, srv *authservertest.Server, scope, claims string, resource ...string) oauth.TokenResponse {
	t.Helper()
	shop, b := rigged(t, srv, "shop"), srv.Browser(t)
	b.Open(shop.authorizeURL(scope, map[string]string{"claims": claims, "prompt": "consent"})).Login("alice", "wonderland").Approve()
	status, _, tokens := jsonOf[oauth.TokenResponse](t, srv, shop.post("/token", shop.redemption(b.Returned().Get("code"), resource...)))
	if status != http.StatusOK {
		t.Fatalf("redeem: got %d", status)
	}
	return tokens
}

// aboutAlice returns the names of the claims about alice in the payload of a token or response, sorted.
func aboutAlice(payload map[string]any) string {
	var names []string
	for _, name := range slices.Sorted(maps.Keys(payload)) {
		if slices.Contains([]string{"name", "email", "groups", "roles", "tenant", "badge"}, name) {
			names = append(names, name)
		}
	}
	return strings.Join(names, " ")
}

// userInfo returns the response of userinfo for an access token.
func userInfo(t *testing.T, srv *authservertest.Server, accessToken string) map[string]any {
	t.Helper()
	r := request(t, http.MethodGet, srv.URL+"/userinfo", nil)
	r.Header.Set("Authorization", "Bearer "+accessToken)
	_, _, said := jsonOf[map[string]any](t, srv, r)
	return said
}

// The scope decides which claims a client gets, and where (OIDC Core §5.4, RFC 9068 §2.2.2).
func TestClaimsAreWhereTheScopeSays(t *testing.T) {
	srv := claimsServer(t)
	for name, tt := range map[string]struct{ scope, resource, idToken, userInfo, accessToken string }{
		"openid alone":                                     {scope: "openid"},
		"profile, with what no rule names":                 {scope: "openid profile", userInfo: "badge name"},
		"email, which the seed puts into the ID token too": {scope: "openid email", idToken: "email", userInfo: "email"},
		"a scope for the client":                           {scope: "openid groups", idToken: "groups", userInfo: "groups"},
		"a scope for APIs":                                 {scope: "openid team", accessToken: "tenant"},
		"a scope for all three": {
			scope: "openid all", idToken: "groups roles tenant", userInfo: "groups roles tenant", accessToken: "groups roles tenant",
		},
		"RFC 9068 §2.2.3.1: a scope of the resource":               {scope: "openid orders:admin", accessToken: "groups roles"},
		"another scope of the same resource":                       {scope: "openid orders:read"},
		"RFC 9068 §2.2.3: a scope of another resource":             {scope: "openid orders:admin stock:read", resource: "https://stock.example", accessToken: "tenant"},
		"RFC 9068 §2.2.3: the first of two resources":              {scope: "openid orders:admin stock:read", resource: "https://orders.example", accessToken: "groups roles"},
		"scopes of a resource and about the user, at one resource": {scope: "openid groups team orders:admin", idToken: "groups", userInfo: "groups", accessToken: "groups roles tenant"},
	} {
		t.Run(name, func(t *testing.T) {
			tokens := signInTo(t, srv, tt.scope, "", tt.resource)
			got := [...]string{aboutAlice(part(t, tokens.IDToken, 1)), aboutAlice(userInfo(t, srv, tokens.AccessToken)), aboutAlice(part(t, tokens.AccessToken, 1))}
			if want := [...]string{tt.idToken, tt.userInfo, tt.accessToken}; got != want {
				t.Errorf("ID token, userinfo, access token:\ngot  %q\nwant %q", got, want)
			}
		})
	}
}

// A test of an API gives a user claims and a scope that releases them, without a seed file.
func TestWithScope(t *testing.T) {
	srv := authservertest.Start(t,
		authservertest.WithClaims("alice", map[string]any{"tenant": "t1"}),
		authservertest.WithScope(authservertest.Scope{Name: "tenant", Description: "see where you work", Claims: []string{"tenant"}, In: []string{"access_token"}}),
	)
	for scope, want := range map[string]string{"tenant": "tenant", "groups": "groups roles", "notes:read": ""} {
		if got := aboutAlice(part(t, srv.IssueToken(authservertest.Token{User: alice, Scope: "openid " + scope}), 1)); got != want {
			t.Errorf("%s: got %q, want %q", scope, got, want)
		}
	}
}

// Claims keep their type: lists, mappings, numbers and booleans.
func TestClaimsAreAsInTheSeed(t *testing.T) {
	srv := claimsServer(t)
	tokens := signInTo(t, srv, "openid profile all", "")
	want := map[string]any{
		"groups": []any{"staff", "admins"}, "roles": []any{"editor"},
		"tenant": map[string]any{"id": "t1", "plan": map[string]any{"seats": 5.0, "trial": false}},
	}
	said := userInfo(t, srv, tokens.AccessToken)
	for place, payload := range map[string]map[string]any{"ID token": part(t, tokens.IDToken, 1), "access token": part(t, tokens.AccessToken, 1), "userinfo": said} {
		got := make(map[string]any)
		for name := range want {
			got[name] = payload[name]
		}
		if diff := cmp.Diff(want, got); diff != "" || payload["sub"] != "u-alice" {
			t.Errorf("%s: sub %v, %s", place, payload["sub"], diff)
		}
	}
	if said["badge"] != 7.0 {
		t.Errorf("badge: got %v", said["badge"])
	}
}

func TestConsentNamesTheClaims(t *testing.T) {
	srv := claimsServer(t)
	for name, tt := range map[string]struct {
		user, scope, claims string
		want                []string
	}{
		"for the client":                      {"alice", "openid groups", "", []string{"Know who you are", "See your groups", "The application learns your groups."}},
		"for the API":                         {"alice", "openid orders:admin", "", []string{"Know who you are", "Manage orders", "The API learns your groups, your roles."}},
		"for both":                            {"alice", "openid all", "", []string{"Know who you are", "See your work", "The application and the API learn your groups, your roles, your tenant."}},
		"profile: what no rule names":         {"alice", "openid profile", "", []string{"Know who you are", "See your name and profile", "The application learns your badge."}},
		"profile of a user without such":      {"bob", "openid profile", "", []string{"Know who you are", "See your name and profile"}},
		"OIDC Core §5.5: requested by name":   {"alice", "openid", `{"id_token":{"roles":null}}`, []string{"Know who you are", "See your roles"}},
		"requested by name, and in the scope": {"alice", "openid groups", `{"userinfo":{"groups":null}}`, []string{"Know who you are", "See your groups", "The application learns your groups."}},
	} {
		t.Run(name, func(t *testing.T) {
			password := map[string]string{"alice": "wonderland", "bob": "builder"}[tt.user]
			b := srv.Browser(t)
			b.Open(rigged(t, srv, "shop").authorizeURL(tt.scope, map[string]string{"claims": tt.claims})).Login(tt.user, password)
			list := b.Page().Find("main .scopes span:not(.term)").Map(func(_ int, s *goquery.Selection) string { return s.Text() })
			if diff := cmp.Diff(tt.want, list); diff != "" {
				t.Error(diff)
			}
		})
	}
	t.Run("the page for a device too", func(t *testing.T) {
		d := rigged(t, srv, "kiosk").start("openid all")
		text := enter(srv.Browser(t), srv, d.UserCode).Text()
		if !strings.Contains(text, "The application and the API learn your groups") {
			t.Errorf("got %q", text)
		}
	})
}

// OIDC Core §5.5: claims of the seed can be requested by name, if a scope of the client releases them.
func TestClaimsOfTheSeedAreRequestedByName(t *testing.T) {
	srv := claimsServer(t)
	tokens := signInTo(t, srv, "openid", `{"id_token":{"roles":null,"badge":null,"ghost":null},"userinfo":{"groups":{"essential":true}}}`)
	if got := aboutAlice(part(t, tokens.IDToken, 1)); got != "badge roles" {
		t.Errorf("ID token: got %q", got)
	}
	if got := aboutAlice(userInfo(t, srv, tokens.AccessToken)); got != "groups" {
		t.Errorf("userinfo: got %q", got)
	}
	if got := aboutAlice(part(t, tokens.AccessToken, 1)); got != "" {
		t.Errorf("access token: got %q", got)
	}
}

// RFC 6749 §6: a refresh with a narrower scope releases fewer claims, and the next one all again.
func TestANarrowerRefreshReleasesFewerClaims(t *testing.T) {
	srv := claimsServer(t)
	shop := rigged(t, srv, "shop")
	tokens := signInTo(t, srv, "openid offline_access all groups", "")
	for _, tt := range []struct{ scope, idToken, accessToken string }{
		{"openid groups", "groups", ""},
		{"openid", "", ""},
		{"", "groups roles tenant", "groups roles tenant"},
	} {
		_, _, next := jsonOf[oauth.TokenResponse](t, srv, shop.post("/token", url.Values{"grant_type": {"refresh_token"}, "refresh_token": {tokens.RefreshToken}, "scope": {tt.scope}}))
		got := [...]string{aboutAlice(part(t, next.IDToken, 1)), aboutAlice(userInfo(t, srv, next.AccessToken)), aboutAlice(part(t, next.AccessToken, 1))}
		if want := [...]string{tt.idToken, tt.idToken, tt.accessToken}; got != want {
			t.Errorf("scope %q: got %q, want %q", tt.scope, got, want)
		}
		tokens = next
	}
}

// RFC 8693, RFC 9068 §2.2.3: an exchanged token has the claims of its own scope, not of its source.
func TestAnExchangedTokenHasTheClaimsOfItsScope(t *testing.T) {
	srv := claimsServer(t)
	subject := signInTo(t, srv, "openid all orders:admin stock:read", "", "https://orders.example")
	got, exchanged := rigged(t, srv, "orders-api").exchange(subject.AccessToken)
	if got != "200" || aboutAlice(part(t, exchanged.AccessToken, 1)) != "tenant" {
		t.Errorf("got %s, %v", got, part(t, exchanged.AccessToken, 1))
	}
}

// RFC 6749 §4.4: a client that acts for itself has no user, so no claims about one.
func TestClientsHaveNoClaimsAboutUsers(t *testing.T) {
	srv := claimsServer(t)
	job := rigged(t, srv, "job")
	_, _, own := jsonOf[polled](t, srv, job.post("/token", url.Values{"grant_type": {"client_credentials"}}))
	if own.Scope != "orders:admin" || aboutAlice(part(t, own.AccessToken, 1)) != "" {
		t.Errorf("got scope %q, %v", own.Scope, part(t, own.AccessToken, 1))
	}
	_, _, refused := jsonOf[polled](t, srv, job.post("/token", url.Values{"grant_type": {"client_credentials"}, "scope": {"groups"}}))
	if refused.Error != "invalid_scope" {
		t.Errorf("a scope about users: got %q", refused.Error)
	}
}

// RFC 7662 §2.2: the resource in the audience sees the claims of the token, also in a signed response
// (RFC 9701); the client that got the token does not.
func TestIntrospectionShowsClaimsToTheAudience(t *testing.T) {
	srv := claimsServer(t)
	tokens := signInTo(t, srv, "openid team orders:admin", "")
	for id, want := range map[string]string{"orders-api": "groups roles tenant", "shop": ""} {
		form := url.Values{"token": {tokens.AccessToken}}
		_, _, said := jsonOf[map[string]any](t, srv, rigged(t, srv, id).post("/introspect", form))
		if said["active"] != true || said["sub"] != "u-alice" || aboutAlice(said) != want || said["gid"] != nil {
			t.Errorf("%s: got %v", id, said)
		}
		r := rigged(t, srv, id).post("/introspect", form)
		r.Header.Set("Accept", "application/token-introspection+jwt")
		_, _, signed := do(t, srv, r)
		inside, _ := part(t, signed, 1)["token_introspection"].(map[string]any)
		if diff := cmp.Diff(said, inside); diff != "" {
			t.Errorf("%s, signed: %s", id, diff)
		}
	}
}

// OIDC Discovery §3: the metadata lists the scopes and the claims of the seed.
func TestMetadataFollowsTheSeed(t *testing.T) {
	srv := claimsServer(t)
	_, _, body := do(t, srv, request(t, http.MethodGet, srv.URL+"/.well-known/openid-configuration", nil))
	var metadata struct {
		Claims []string `json:"claims_supported"`
		Scopes []string `json:"scopes_supported"`
	}
	if err := json.Unmarshal([]byte(body), &metadata); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"sub", "email", "groups", "roles", "tenant", "badge"} {
		if !slices.Contains(metadata.Claims, want) {
			t.Errorf("claims_supported lacks %s: %v", want, metadata.Claims)
		}
	}
	want := []string{"openid", "profile", "email", "address", "phone", "offline_access", "groups", "team", "all", "orders:admin", "orders:read", "stock:read"}
	if diff := cmp.Diff(want, metadata.Scopes); diff != "" {
		t.Error(diff)
	}
}
