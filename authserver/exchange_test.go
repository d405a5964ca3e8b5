package authserver_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"quartet.example/authserver/authservertest"
	"quartet.example/shared/oauth"
	"quartet.example/shared/redistest"
)

// In these tests alice uses the client "shop", whose tokens are for the orders API. The orders API
// calls the stock API on her behalf.
const (
	exchangeGrant = string(oauth.TokenExchangeGrant)
	orders        = "https://orders.example"
	stock         = "https://stock.example"
	bills         = "https://bills.example"
	shopCallback  = "https://shop.example/cb"
)

func exchangeRig(t *testing.T, more ...authservertest.Option) *authservertest.Server {
	t.Helper()
	grants := []string{exchangeGrant, "client_credentials"}
	return authservertest.Start(t, append([]authservertest.Option{
		authservertest.WithResource(authservertest.Resource{ID: orders, Scopes: map[string]string{"orders:read": "read your orders"}}),
		authservertest.WithResource(authservertest.Resource{ID: stock, Scopes: map[string]string{"stock:read": "read the stock", "stock:write": "change the stock"}}),
		authservertest.WithResource(authservertest.Resource{ID: bills, Scopes: map[string]string{"bills:read": "read your bills"}}),
		authservertest.WithClient(authservertest.Client{
			ID: "shop", Secret: "shop-secret", GrantTypes: []string{"authorization_code", "refresh_token"}, RedirectURIs: []string{shopCallback},
			Scope: "openid offline_access orders:read stock:read stock:write bills:read",
		}),
		authservertest.WithClient(authservertest.Client{ // this client is the orders API
			ID: "orders-api", Secret: "orders-api-secret", GrantTypes: grants, Scope: "stock:read orders:read", Resource: orders, ExchangeResources: []string{stock, orders},
		}),
		authservertest.WithClient(authservertest.Client{ // client C2 of ADV-06: another source and another target
			ID: "bills-api", Secret: "bills-api-secret", GrantTypes: grants, Scope: "bills:read stock:read", Resource: bills, ExchangeResources: []string{bills},
		}),
		authservertest.WithClient(authservertest.Client{
			ID: "gateway", Secret: "gateway-secret", GrantTypes: grants, Scope: "stock:read stock:write", ExchangeClients: []string{"shop", "orders-api"}, ExchangeResources: []string{stock},
		}),
	}, more...)...)
}

// rigged returns a client of exchangeRig.
func rigged(t *testing.T, srv *authservertest.Server, id string) *app {
	t.Helper()
	return &app{t: t, srv: srv, id: id, secret: id + "-secret", method: oauth.ClientSecretBasic, redirectURI: shopCallback, verifier: oauth.NewSecret()}
}

// shopToken returns an access token of alice for one resource.
func shopToken(t *testing.T, srv *authservertest.Server, scope, resource string) oauth.TokenResponse {
	t.Helper()
	shop := rigged(t, srv, "shop")
	b := srv.Browser(t)
	b.Open(shop.authorizeURL(scope, nil)).Login("alice", "wonderland").Approve()
	status, _, tokens := jsonOf[oauth.TokenResponse](t, srv, shop.post("/token", shop.redemption(b.Returned().Get("code"), resource)))
	if status != http.StatusOK {
		t.Fatalf("redeem: got %d", status)
	}
	return tokens
}

func (a *app) redemption(code string, resource ...string) url.Values {
	form := url.Values{"grant_type": {"authorization_code"}, "code": {code}, "redirect_uri": {a.redirectURI}, "code_verifier": {a.verifier}}
	for _, r := range resource {
		if r != "" {
			form.Add("resource", r)
		}
	}
	return form
}

// exchange sends a token exchange request; more replaces parameters, and the value "" removes one.
func (a *app) exchange(subject string, more ...string) (string, polled) {
	a.t.Helper()
	form := url.Values{"grant_type": {exchangeGrant}, "subject_token": {subject}, "subject_token_type": {oauth.AccessTokenType}, "resource": {stock}}
	for i := 0; i+1 < len(more); i += 2 {
		form.Set(more[i], more[i+1])
		if more[i+1] == "" {
			form.Del(more[i])
		}
	}
	status, _, answer := jsonOf[polled](a.t, a.srv, a.post("/token", form))
	return strings.TrimSpace(fmt.Sprint(status, " ", answer.Error)), answer
}

func TestExchange(t *testing.T) {
	srv := exchangeRig(t)
	subject := shopToken(t, srv, "openid offline_access orders:read stock:read stock:write", orders)
	api := rigged(t, srv, "orders-api")
	before := part(t, subject.AccessToken, 1)
	srv.Advance(100 * time.Second)
	got, answer := api.exchange(subject.AccessToken)
	if got != "200" {
		t.Fatalf("exchange: got %s", got)
	}
	after := part(t, answer.AccessToken, 1)
	t.Run("N-18 the answer of RFC 8693 §2.2.1", func(t *testing.T) {
		if answer.IssuedTokenType != oauth.AccessTokenType || answer.TokenType != "Bearer" || answer.RefreshToken != "" || answer.IDToken != "" || answer.Scope != "stock:read" {
			t.Errorf("got %+v", answer)
		}
	})
	t.Run("N-18 one audience, narrower scope, the exchanging client, the same user", func(t *testing.T) {
		for name, want := range map[string]any{
			"aud": stock, "scope": "stock:read", "client_id": "orders-api", "sub": alice,
			"sid": before["sid"], "gid": before["gid"], "auth_time": before["auth_time"], "act": nil,
		} {
			got := after[name]
			if list, ok := got.([]any); ok && len(list) == 1 {
				got = list[0]
			}
			if got != want {
				t.Errorf("%s: got %v, want %v", name, got, want)
			}
		}
	})
	t.Run("N-18 it does not outlive the subject token", func(t *testing.T) {
		if after["exp"] != before["exp"] || answer.ExpiresIn > 200 {
			t.Errorf("got exp %v and expires_in %d, want exp %v", after["exp"], answer.ExpiresIn, before["exp"])
		}
	})
	t.Run("N-18 it is revoked with the grant", func(t *testing.T) {
		if got, _ := rigged(t, srv, "gateway").exchange(answer.AccessToken); got != "200" {
			t.Errorf("a second exchange, before: got %s", got)
		}
		shop := rigged(t, srv, "shop")
		if status, _, _ := do(t, srv, shop.post("/revoke", url.Values{"token": {subject.RefreshToken}})); status != http.StatusOK {
			t.Fatalf("revoke: got %d", status)
		}
		if got, _ := rigged(t, srv, "gateway").exchange(answer.AccessToken); got != "400 invalid_request" {
			t.Errorf("N-19 the exchanged token: got %s", got)
		}
		if got, _ := api.exchange(subject.AccessToken); got != "400 invalid_request" {
			t.Errorf("N-19 the subject token: got %s", got)
		}
	})
}

// The user allowed both scopes, for the resource that the client named and for no other (RFC 8707
// §2). Neither an exchange nor a refresh may add another resource.
func TestExchangeForAResourceOutsideTheGrant(t *testing.T) {
	srv := exchangeRig(t)
	shop := rigged(t, srv, "shop")
	b := srv.Browser(t)
	b.Open(shop.authorizeURL("orders:read stock:read", nil)+"&resource="+url.QueryEscape(orders)).Login("alice", "wonderland").Approve()
	status, _, tokens := jsonOf[oauth.TokenResponse](t, srv, shop.post("/token", shop.redemption(b.Returned().Get("code"))))
	if status != http.StatusOK {
		t.Fatalf("redeem: got %d", status)
	}
	api := rigged(t, srv, "orders-api")
	if got, answer := api.exchange(tokens.AccessToken); got != "400 invalid_target" {
		t.Errorf("another resource: got %s, scope %q", got, answer.Scope)
	}
	if got, answer := api.exchange(tokens.AccessToken, "resource", orders); got != "200" || answer.Scope != "orders:read" {
		t.Errorf("its own: got %s, scope %q", got, answer.Scope)
	}
}

// An attacker must not get a wider token by exchanging a narrowed one for another resource and
// back.
func TestExchangeThereAndBack(t *testing.T) {
	srv := exchangeRig(t, authservertest.WithClient(authservertest.Client{
		ID: "relay", Secret: "relay-secret", GrantTypes: []string{exchangeGrant}, Scope: "orders:read stock:read stock:write",
		ExchangeClients: []string{"shop"}, ExchangeResources: []string{stock, orders},
	}))
	relay := rigged(t, srv, "relay")
	subject := shopToken(t, srv, "orders:read stock:read stock:write", stock)
	got, narrowed := relay.exchange(subject.AccessToken, "scope", "stock:read")
	if got != "200" || narrowed.Scope != "stock:read" {
		t.Fatalf("narrow: got %s, scope %q", got, narrowed.Scope)
	}
	if got, same := relay.exchange(narrowed.AccessToken); got != "200" || same.Scope != "stock:read" {
		t.Errorf("at the same resource: got %s, scope %q", got, same.Scope)
	}
	got, away := relay.exchange(narrowed.AccessToken, "resource", orders)
	if got != "200" || away.Scope != "orders:read" {
		t.Fatalf("at the other resource: got %s, scope %q", got, away.Scope)
	}
	if got, back := relay.exchange(away.AccessToken); got != "400 invalid_target" {
		t.Errorf("back at the first resource: got %s, scope %q", got, back.Scope)
	}
}

func TestExchangeRefused(t *testing.T) {
	srv := exchangeRig(t)
	subject := shopToken(t, srv, "openid offline_access orders:read stock:read", orders)
	api := rigged(t, srv, "orders-api")
	_, own := srv, ""
	if got, answer := api.exchange(subject.AccessToken); got == "200" {
		own = answer.AccessToken
	}
	const jwt, refresh, idToken = "urn:ietf:params:oauth:token-type:jwt", "urn:ietf:params:oauth:token-type:refresh_token", "urn:ietf:params:oauth:token-type:id_token"
	foreign := exchangeRig(t)
	for name, tt := range map[string]struct {
		client, subject string
		more            []string
		want            string
	}{
		"N-19 a token of another issuer":                                  {"orders-api", shopToken(t, foreign, "orders:read", orders).AccessToken, nil, "400 invalid_request"},
		"N-19 a tampered token":                                           {"orders-api", subject.AccessToken[:len(subject.AccessToken)-4] + "AAAA", nil, "400 invalid_request"},
		"N-19 no token":                                                   {"orders-api", "", nil, "400 invalid_request"},
		"N-19 an ID token as an access token":                             {"orders-api", subject.IDToken, nil, "400 invalid_request"},
		"N-19 an ID token by its type":                                    {"orders-api", subject.IDToken, []string{"subject_token_type", idToken}, "400 invalid_request"},
		"N-19 a refresh token":                                            {"orders-api", subject.RefreshToken, []string{"subject_token_type", refresh}, "400 invalid_request"},
		"N-19 a wrong subject_token_type":                                 {"orders-api", subject.AccessToken, []string{"subject_token_type", jwt}, "400 invalid_request"},
		"N-19 no subject_token_type":                                      {"orders-api", subject.AccessToken, []string{"subject_token_type", ""}, "400 invalid_request"},
		"N-19 a refresh token is asked for":                               {"orders-api", subject.AccessToken, []string{"requested_token_type", refresh}, "400 invalid_request"},
		"N-19 an actor token without its type":                            {"orders-api", subject.AccessToken, []string{"actor_token", own}, "400 invalid_request"},
		"N-19 a type without an actor token":                              {"orders-api", subject.AccessToken, []string{"actor_token_type", oauth.AccessTokenType}, "400 invalid_request"},
		"N-19 an actor token of another client":                           {"orders-api", subject.AccessToken, []string{"actor_token", subject.AccessToken, "actor_token_type", oauth.AccessTokenType}, "400 invalid_request"},
		"N-19 a resource that the client may not target":                  {"orders-api", subject.AccessToken, []string{"resource", bills}, "400 invalid_target"},
		"N-19 an audience that the client may not target":                 {"orders-api", subject.AccessToken, []string{"resource", "", "audience", bills}, "400 invalid_target"},
		"N-19 an unknown resource":                                        {"orders-api", subject.AccessToken, []string{"resource", "https://evil.test"}, "400 invalid_target"},
		"N-19 two targets":                                                {"orders-api", subject.AccessToken, []string{"audience", orders}, "400 invalid_target"},
		"N-19 a scope wider than the client's":                            {"orders-api", subject.AccessToken, []string{"scope", "stock:read stock:write"}, "400 invalid_scope"},
		"N-19 a scope wider than the subject token's":                     {"gateway", subject.AccessToken, []string{"scope", "stock:write"}, "400 invalid_scope"},
		"N-19 a scope of another resource":                                {"orders-api", subject.AccessToken, []string{"scope", "orders:read"}, "400 invalid_scope"},
		"N-19 openid":                                                     {"orders-api", subject.AccessToken, []string{"scope", "openid"}, "400 invalid_scope"},
		"N-19 a client without the grant":                                 {"shop", subject.AccessToken, nil, "400 unauthorized_client"},
		"ADV-06 a source that is allowed for another client":              {"bills-api", subject.AccessToken, []string{"resource", bills}, "400 invalid_request"},
		"ADV-06 a target that is allowed for another client":              {"gateway", subject.AccessToken, []string{"resource", orders}, "400 invalid_target"},
		"N-18 audience works as resource does":                            {"orders-api", subject.AccessToken, []string{"resource", "", "audience", stock}, "200"},
		"N-18 the same target as resource and as audience":                {"orders-api", subject.AccessToken, []string{"audience", stock}, "200"},
		"N-18 without a target the audience of the subject token is kept": {"orders-api", subject.AccessToken, []string{"resource", ""}, "200"},
		"N-18 requested_token_type access_token":                          {"orders-api", subject.AccessToken, []string{"requested_token_type", oauth.AccessTokenType}, "200"},
		"N-18 a client that is registered for the shop's token":           {"gateway", subject.AccessToken, nil, "200"},
	} {
		t.Run(name, func(t *testing.T) {
			c := rigged(t, srv, tt.client)
			if got, _ := c.exchange(tt.subject, tt.more...); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
	t.Run("N-19 an expired token", func(t *testing.T) {
		srv.Advance(5 * time.Minute)
		if got, _ := api.exchange(subject.AccessToken); got != "400 invalid_request" {
			t.Errorf("got %q", got)
		}
	})
}

// N-18: delegation. The current actor is the outer act claim, and earlier actors are nested inside
// (RFC 8693 §4.1).
func TestExchangeDelegation(t *testing.T) {
	srv := exchangeRig(t)
	subject := shopToken(t, srv, "orders:read stock:read", orders).AccessToken
	self := func(id, scope string) string {
		c := rigged(t, srv, id)
		status, _, token := jsonOf[oauth.TokenResponse](t, srv, c.post("/token", url.Values{"grant_type": {"client_credentials"}, "scope": {scope}}))
		if status != http.StatusOK {
			t.Fatalf("client_credentials of %s: got %d", id, status)
		}
		return token.AccessToken
	}
	got, first := rigged(t, srv, "orders-api").exchange(subject, "actor_token", self("orders-api", "orders:read"), "actor_token_type", oauth.AccessTokenType)
	if got != "200" {
		t.Fatalf("first: got %s", got)
	}
	got, second := rigged(t, srv, "gateway").exchange(first.AccessToken, "actor_token", self("gateway", "stock:read"), "actor_token_type", oauth.AccessTokenType)
	if got != "200" {
		t.Fatalf("second: got %s", got)
	}
	if act := fmt.Sprint(part(t, second.AccessToken, 1)["act"]); act != "map[act:map[sub:orders-api] sub:gateway]" {
		t.Errorf("act: got %s", act)
	}
	got, third := rigged(t, srv, "gateway").exchange(first.AccessToken)
	if act := fmt.Sprint(part(t, third.AccessToken, 1)["act"]); got != "200" || act != "map[sub:orders-api]" {
		t.Errorf("without an actor token the chain stays: got %s, %s", got, act)
	}
	stranger := rigged(t, srv, "orders-api")
	if got, _ := stranger.exchange(subject, "actor_token", self("gateway", "stock:read"), "actor_token_type", oauth.AccessTokenType); got != "400 invalid_request" {
		t.Errorf("N-19 the actor token of another client: got %s", got)
	}
}

func TestExchangeWithoutRedis(t *testing.T) {
	server, rdb := redistest.Server(t)
	srv := exchangeRig(t, authservertest.WithRedis(rdb))
	subject := shopToken(t, srv, "orders:read stock:read", orders).AccessToken
	server.Close()
	if got, _ := rigged(t, srv, "orders-api").exchange(subject); got != "503 temporarily_unavailable" {
		t.Errorf("O-12 got %s", got)
	}
}

// F-27: a grant may be for several resources, but an access token is for one.
func TestOneResourceForEachToken(t *testing.T) {
	srv := exchangeRig(t)
	shop := rigged(t, srv, "shop")
	b := srv.Browser(t)
	code := func(scope string, resource ...string) string {
		b.Open(shop.authorizeURL(scope, nil) + strings.Join(append([]string{""}, escape(resource)...), "&resource="))
		if b.Page().Find("input[name=password]").Length() > 0 && b.Returned() == nil {
			b.Login("alice", "wonderland")
		}
		if b.Returned() == nil {
			b.Approve()
		}
		return b.Returned().Get("code")
	}
	redeem := func(code string, resource ...string) (string, polled) {
		status, _, answer := jsonOf[polled](t, srv, shop.post("/token", shop.redemption(code, resource...)))
		return strings.TrimSpace(fmt.Sprint(status, " ", answer.Error)), answer
	}
	refresh := func(token string, resource ...string) (string, polled) {
		status, _, answer := jsonOf[polled](t, srv, shop.post("/token", url.Values{"grant_type": {"refresh_token"}, "refresh_token": {token}, "resource": resource}))
		return strings.TrimSpace(fmt.Sprint(status, " ", answer.Error)), answer
	}
	audience := func(token string) string { return strings.Trim(fmt.Sprint(part(t, token, 1)["aud"]), "[]") }
	const both = "offline_access orders:read stock:read"

	t.Run("F-27 several at /authorize, one at /token", func(t *testing.T) {
		got, answer := redeem(code(both, orders, stock), stock)
		if got != "200" || audience(answer.AccessToken) != stock {
			t.Fatalf("got %s %s, want 200 %s", got, audience(answer.AccessToken), stock)
		}
		for _, resource := range []string{orders, stock} {
			got, answer = refresh(answer.RefreshToken, resource)
			if got != "200" || audience(answer.AccessToken) != resource {
				t.Fatalf("refresh: got %s %s, want 200 %s", got, audience(answer.AccessToken), resource)
			}
		}
		t.Run("a refresh with a resource outside the grant is invalid_target, and nothing rotates", func(t *testing.T) {
			for _, resource := range []string{bills, "https://evil.test", "stock", stock + "#f"} {
				if got, _ := refresh(answer.RefreshToken, resource); got != "400 invalid_target" {
					t.Errorf("%s: got %s", resource, got)
				}
			}
			srv.Advance(time.Minute) // after the grace period
			if got, _ := refresh(answer.RefreshToken, stock); got != "200" {
				t.Errorf("after it: got %s", got)
			}
		})
	})
	t.Run("F-27 a token for two", func(t *testing.T) {
		if got, _ := redeem(code(both, orders, stock), orders, stock); got != "400 invalid_target" {
			t.Errorf("named: got %s", got)
		}
		if got, answer := redeem(code(both)); got != "200" || audience(answer.AccessToken) != orders {
			t.Errorf("without resource: got %s %s, want the first", got, audience(answer.AccessToken))
		}
	})
	t.Run("F-27 one at /authorize, none at /token", func(t *testing.T) {
		if got, answer := redeem(code(both, stock)); got != "200" || audience(answer.AccessToken) != stock {
			t.Errorf("got %s", got)
		}
	})
	t.Run("F-27 at /token one that was not asked for at /authorize", func(t *testing.T) {
		if got, _ := redeem(code(both, stock), orders); got != "400 invalid_target" {
			t.Errorf("got %s", got)
		}
	})
	for name, resource := range map[string]string{"unknown": "https://evil.test", "relative": "/stock", "a fragment": stock + "#x", "owns none of the scope": bills} {
		t.Run("F-27 at /authorize: "+name, func(t *testing.T) {
			b.Open(shop.authorizeURL(both, map[string]string{"resource": resource}))
			if got := b.Returned().Get("error"); got != "invalid_target" {
				t.Errorf("got %q", got)
			}
		})
	}
	t.Run("F-27 client_credentials", func(t *testing.T) {
		api := rigged(t, srv, "orders-api")
		for want, form := range map[string]url.Values{
			"400 invalid_target": {"grant_type": {"client_credentials"}, "resource": {orders, stock}},
			"200":                {"grant_type": {"client_credentials"}, "resource": {stock}},
		} {
			status, _, answer := jsonOf[polled](t, srv, api.post("/token", form))
			if got := strings.TrimSpace(fmt.Sprint(status, " ", answer.Error)); got != want {
				t.Errorf("got %s, want %s", got, want)
			}
		}
	})
}

func escape(values []string) []string {
	var out []string
	for _, v := range values {
		out = append(out, url.QueryEscape(v))
	}
	return out
}

// C-06, A-06: the password and implicit grants, which OAuth 2.1 removed, are refused with the error
// codes for unsupported grant and response types.
func TestDroppedGrants(t *testing.T) {
	srv := authservertest.Start(t)
	app := notes(t, srv)
	t.Run("C-06 the password grant", func(t *testing.T) {
		status, _, answer := jsonOf[polled](t, srv, app.post("/token", url.Values{
			"grant_type": {"password"}, "username": {"alice"}, "password": {"wonderland"}, "scope": {"openid"},
		}))
		if got := fmt.Sprint(status, " ", answer.Error); got != "400 unsupported_grant_type" {
			t.Errorf("got %s", got)
		}
	})
	for _, responseType := range []string{"token", "id_token", "id_token token", "code token", "code id_token", "none"} {
		t.Run("A-06 response_type "+responseType, func(t *testing.T) {
			b := srv.Browser(t)
			b.Open(app.authorizeURL("openid", map[string]string{"response_type": responseType}))
			if back := b.Returned(); back.Get("error") != "unsupported_response_type" || b.ReturnedTo().Fragment != "" {
				t.Errorf("got %v", back)
			}
		})
	}
}

// RFC 9449 §5: an exchange of a bound token returns a token that is bound to the same key.
func TestExchangeOfABoundToken(t *testing.T) {
	srv := exchangeRig(t)
	shop, api := rigged(t, srv, "shop"), rigged(t, srv, "orders-api")
	h, other := newHolder(t, srv), newHolder(t, srv)
	form := shop.codeRequest(map[string]string{"scope": "orders:read stock:read"})
	form.Set("resource", orders)
	status, _, subject := shop.tokenWith(form, h.proof(http.MethodPost, "/token"))
	if status != http.StatusOK || jkt(t, subject.AccessToken) == "" {
		t.Fatalf("a bound token: got %d %s", status, subject.Error)
	}
	exchange := url.Values{"grant_type": {exchangeGrant}, "subject_token": {subject.AccessToken}, "subject_token_type": {oauth.AccessTokenType}, "resource": {stock}}
	for name, proofs := range map[string][]string{"no proof": nil, "another key": {other.proof(http.MethodPost, "/token")}} {
		if status, _, answer := api.tokenWith(exchange, proofs...); status != http.StatusBadRequest || answer.Error != oauth.InvalidRequest {
			t.Errorf("%s: got %d %s", name, status, answer.Error)
		}
	}
	status, _, answer := api.tokenWith(exchange, h.proof(http.MethodPost, "/token"))
	if status != http.StatusOK || answer.TokenType != "DPoP" || jkt(t, answer.AccessToken) != jkt(t, subject.AccessToken) {
		t.Errorf("its key: got %d %s, %s", status, answer.Error, answer.TokenType)
	}
}
