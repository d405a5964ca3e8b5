package authserver_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"quartet.example/authserver"
	"quartet.example/authserver/authservertest"
	"quartet.example/shared/jose"
	"quartet.example/shared/jose/josetest"
	"quartet.example/shared/oauth"
	"quartet.example/shared/redistest"
)

// clientKey is a signing key of a client.
type clientKey struct{ jose.SigningKey }

func newClientKey(t *testing.T, kid string) clientKey {
	t.Helper()
	key, err := jose.Generate("ES256", kid)
	if err != nil {
		t.Fatal(err)
	}
	return clientKey{key}
}

// jwks is the JWK Set that a client publishes.
func jwks(t *testing.T, keys ...clientKey) map[string]any {
	t.Helper()
	set := jose.Set{}
	for _, key := range keys {
		set.Keys = append(set.Keys, key.Public())
	}
	raw, err := json.Marshal(set)
	if err != nil {
		t.Fatal(err)
	}
	var document map[string]any
	if err := json.Unmarshal(raw, &document); err != nil {
		t.Fatal(err)
	}
	return document
}

var assertions atomic.Int64

// assert makes a client assertion of service-jwt; change replaces claims.
func (k clientKey) assert(t *testing.T, srv *authservertest.Server, change map[string]any) string {
	t.Helper()
	claims := map[string]any{
		"iss": "service-jwt", "sub": "service-jwt", "aud": srv.URL, "jti": fmt.Sprint("jti-", assertions.Add(1)),
		"iat": srv.Now().Unix(), "exp": srv.Now().Add(time.Minute).Unix(),
	}
	maps.Copy(claims, change)
	raw, err := jose.Mint(t.Context(), k.SigningKey, "JWT", claims)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// present sends a form with an assertion. It returns the status and the error code.
func present(t *testing.T, srv *authservertest.Server, endpoint, assertion string, form url.Values) (int, string) {
	t.Helper()
	all := url.Values{"client_assertion_type": {oauth.ClientAssertionType}, "client_assertion": {assertion}}
	maps.Copy(all, form)
	status, _, body := do(t, srv, request(t, http.MethodPost, srv.Address()+endpoint, all))
	var refused struct {
		Error string `json:"error"`
	}
	_ = json.Unmarshal([]byte(body), &refused)
	return status, refused.Error
}

// credentials is a token request with the client credentials grant.
func credentials() url.Values { return url.Values{"grant_type": {"client_credentials"}} }

// serviceJWT registers the client service-jwt with its keys, or with the URL of its JWK Set.
func serviceJWT(keys any, jwksURI string) authservertest.Option {
	return authservertest.WithClient(authservertest.Client{
		ID: "service-jwt", AuthMethod: "private_key_jwt", GrantTypes: []string{"client_credentials"},
		Scope: "notes:read notes:write", JWKS: keys, JWKSURI: jwksURI,
	})
}

func TestPrivateKeyJWT(t *testing.T) {
	key := newClientKey(t, "k1")
	srv := authservertest.Start(t, serviceJWT(jwks(t, key), ""))
	token := func(change map[string]any) string {
		status, code := present(t, srv, "/token", key.assert(t, srv, change), credentials())
		return strings.TrimSpace(fmt.Sprint(status, " ", code))
	}
	in := func(d time.Duration) int64 { return srv.Now().Add(d).Unix() }
	for name, tt := range map[string]struct {
		change map[string]any
		want   string
	}{
		"N-27 CD-21 ensure-client-assertion-with-iss-aud-succeeds":   {nil, "200"},
		"CF-29 with-exp-is-5-minutes-in-past-fails":                  {map[string]any{"exp": in(-5 * time.Minute)}, "401 invalid_client"},
		"CF-29 with-wrong-aud-fails":                                 {map[string]any{"aud": "https://other.example"}, "401 invalid_client"},
		"CF-29 with-no-sub-fails":                                    {map[string]any{"sub": ""}, "401 invalid_client"},
		"CF-42 nbf-8-seconds-in-the-future-is-accepted":              {map[string]any{"nbf": in(8 * time.Second)}, "200"},
		"CF-42 nbf-over-60-seconds-in-the-future-fails":              {map[string]any{"nbf": in(62 * time.Second)}, "401 invalid_client"},
		"a list with only the issuer":                                {map[string]any{"aud": []string{srv.URL}}, "200"},
		"CF-43 token-endpoint-url-as-audience-fails":                 {map[string]any{"aud": srv.URL + "/token"}, "401 invalid_client"},
		"CF-43 par-endpoint-url-as-audience-fails":                   {map[string]any{"aud": srv.URL + "/par"}, "401 invalid_client"},
		"N-28 an exp that lies a day ahead":                          {map[string]any{"exp": in(24 * time.Hour)}, "401 invalid_client"},
		"N-28 another client's name":                                 {map[string]any{"iss": "service", "sub": "service"}, "401 invalid_client"},
		"CF-28 ensure-client-assertion-in-token-endpoint (an empty)": {map[string]any{"iss": "", "sub": ""}, "401 invalid_client"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := token(tt.change); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
	t.Run("N-27 introspection and revocation take assertions too", func(t *testing.T) {
		for _, endpoint := range []string{"/introspect", "/revoke"} {
			if status, code := present(t, srv, endpoint, key.assert(t, srv, nil), url.Values{"token": {"x"}}); status != http.StatusOK {
				t.Errorf("%s: got %d %s", endpoint, status, code)
			}
		}
	})
	t.Run("N-28 an assertion that one endpoint accepted is refused by all others", func(t *testing.T) {
		used := key.assert(t, srv, nil)
		if status, code := present(t, srv, "/token", used, credentials()); status != http.StatusOK {
			t.Fatalf("got %d %s", status, code)
		}
		for _, endpoint := range []string{"/token", "/par", "/device_authorization", "/introspect", "/revoke"} {
			if status, code := present(t, srv, endpoint, used, url.Values{"token": {"x"}}); status != http.StatusUnauthorized || code != "invalid_client" {
				t.Errorf("%s: got %d %s, want 401 invalid_client", endpoint, status, code)
			}
			if status, _ := present(t, srv, endpoint, key.assert(t, srv, nil), url.Values{"token": {"x"}}); status == http.StatusUnauthorized {
				t.Errorf("%s refuses a new one", endpoint)
			}
		}
	})
	t.Run("an unknown client and a forged assertion look alike", func(t *testing.T) {
		answer := func(key clientKey, name string) string {
			form := url.Values{"client_assertion_type": {oauth.ClientAssertionType}, "client_assertion": {key.assert(t, srv, map[string]any{"iss": name, "sub": name})}}
			status, header, body := do(t, srv, request(t, http.MethodPost, srv.URL+"/token", form))
			return fmt.Sprint(status, header.Get("WWW-Authenticate"), body)
		}
		if unknown, forged := answer(key, "ghost"), answer(newClientKey(t, "k1"), "service-jwt"); unknown != forged {
			t.Errorf("got %s and %s", unknown, forged)
		}
	})
}

// FAPI 2.0 §5.3.2.1: in an assertion of a client of this profile, aud must be a string with the
// issuer.
func TestFAPIClientNamesTheIssuerInAString(t *testing.T) {
	key := newClientKey(t, "k1")
	srv := authservertest.Start(t, authservertest.WithClient(authservertest.Client{
		ID: "service-jwt", AuthMethod: "private_key_jwt", GrantTypes: []string{"client_credentials"}, Scope: "notes:read",
		JWKS: jwks(t, key), AssertionAud: "string",
	}))
	for name, tt := range map[string]struct {
		aud  any
		want int
	}{
		"CF-43 iss-aud-succeeds":                     {srv.URL, http.StatusOK},
		"CF-43 array-as-audience-fails":              {[]string{srv.URL}, http.StatusUnauthorized},
		"CF-43 token-endpoint-url-as-audience-fails": {srv.URL + "/token", http.StatusUnauthorized},
		"CF-43 par-endpoint-url-as-audience-fails":   {srv.URL + "/par", http.StatusUnauthorized},
	} {
		t.Run(name, func(t *testing.T) {
			if status, code := present(t, srv, "/token", key.assert(t, srv, map[string]any{"aud": tt.aud}), credentials()); status != tt.want {
				t.Errorf("got %d %s, want %d", status, code, tt.want)
			}
		})
	}
}

func TestClientSecretJWT(t *testing.T) {
	const secret = "hmac-client-secret-of-32-bytes-or-more"
	srv := authservertest.Start(t, authservertest.WithClient(authservertest.Client{
		ID: "hmac", Secret: secret, AuthMethod: "client_secret_jwt", GrantTypes: []string{"client_credentials"}, Scope: "notes:read",
	}))
	assert := func(key string) string {
		return josetest.Sign(t, "HS256", []byte(key), map[string]any{"alg": "HS256"}, map[string]any{
			"iss": "hmac", "sub": "hmac", "aud": srv.URL, "jti": key, "exp": srv.Now().Add(time.Minute).Unix(),
		})
	}
	if status, code := present(t, srv, "/token", assert(secret), credentials()); status != http.StatusOK {
		t.Errorf("got %d %s", status, code)
	}
	if status, _ := present(t, srv, "/token", assert("another-secret-of-32-bytes-or-more----"), credentials()); status != http.StatusUnauthorized {
		t.Errorf("another secret: got %d, want 401", status)
	}
	r := request(t, http.MethodPost, srv.URL+"/token", credentials())
	r.SetBasicAuth("hmac", secret)
	if status, _, _ := do(t, srv, r); status != http.StatusUnauthorized {
		t.Errorf("the same secret by Basic: got %d, want 401", status)
	}
}

// replicas are two servers with one Redis and one issuer.
func replicas(t *testing.T, options ...authservertest.Option) [2]*authservertest.Server {
	t.Helper()
	options = append(options, authservertest.WithRedis(redistest.New(t)))
	same := func(issuer string) authservertest.Option {
		return authservertest.WithConfig(func(cfg *authserver.Config) {
			cfg.SealKey = "the same for both"
			if issuer != "" {
				cfg.Issuer = issuer
			}
		})
	}
	first := authservertest.Start(t, append(options, same(""))...)
	return [2]*authservertest.Server{first, authservertest.Start(t, append(options, same(first.URL))...)}
}

func TestAssertionsWorkOnce(t *testing.T) { // N-28: in parallel, across endpoints, across replicas
	key := newClientKey(t, "k1")
	servers := replicas(t, serviceJWT(jwks(t, key), ""))
	raw := key.assert(t, servers[0], nil)
	var once, refused atomic.Int64
	var group sync.WaitGroup
	start := make(chan struct{})
	for i := range 50 {
		group.Go(func() {
			<-start
			endpoint, form := "/token", credentials()
			if i%3 != 0 {
				endpoint, form = []string{"", "/introspect", "/revoke"}[i%3], url.Values{"token": {"x"}}
			}
			switch status, _ := present(t, servers[i%2], endpoint, raw, form); status {
			case http.StatusOK:
				once.Add(1)
			case http.StatusUnauthorized:
				refused.Add(1)
			}
		})
	}
	close(start)
	group.Wait()
	if once.Load() != 1 || refused.Load() != 49 {
		t.Errorf("N-28: of 50 uses %d passed and %d were refused, want 1 and 49", once.Load(), refused.Load())
	}
	if status, _ := present(t, servers[1], "/token", key.assert(t, servers[1], nil), credentials()); status != http.StatusOK {
		t.Errorf("N-28: the next assertion: got %d", status)
	}
}

func TestKeysBehindAnAddress(t *testing.T) { // N-29, CD-13, CD-17
	old, fresh := newClientKey(t, "old"), newClientKey(t, "new")
	var published atomic.Value
	published.Store(jwks(t, old))
	var fetches atomic.Int64
	host := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		fetches.Add(1)
		w.Header().Set("Content-Type", "application/jwk-set+json")
		w.Header().Set("Cache-Control", "max-age=86400")
		_ = json.NewEncoder(w).Encode(published.Load())
	}))
	defer host.Close()
	srv := authservertest.Start(t, serviceJWT(nil, host.URL+"/jwks"), authservertest.WithConfig(func(cfg *authserver.Config) {
		cfg.FetchAllow = []string{host.Listener.Addr().String()}
	}))
	token := func(key clientKey) int {
		status, _ := present(t, srv, "/token", key.assert(t, srv, nil), credentials())
		return status
	}
	t.Run("CD-13 client keys by jwks_uri work, and are fetched once", func(t *testing.T) {
		for range 3 {
			if got := token(old); got != http.StatusOK {
				t.Errorf("got %d", got)
			}
		}
		if fetches.Load() != 1 {
			t.Errorf("got %d fetches", fetches.Load())
		}
	})
	published.Store(jwks(t, fresh))
	srv.Advance(time.Minute)
	t.Run("N-29 60 s after the rotation the new key works", func(t *testing.T) {
		if got := token(fresh); got != http.StatusOK {
			t.Errorf("got %d", got)
		}
	})
	t.Run("N-29 and the old one does not", func(t *testing.T) {
		if got := token(old); got != http.StatusUnauthorized {
			t.Errorf("got %d", got)
		}
	})
	t.Run("N-29 a flood of unknown kids causes few fetches", func(t *testing.T) {
		before := fetches.Load()
		for i := range 20 {
			token(newClientKey(t, fmt.Sprint("unknown-", i)))
		}
		if got := fetches.Load() - before; got > 2 {
			t.Errorf("got %d fetches", got)
		}
	})
}

func TestKeysOnLoopbackAreRefusedAtStart(t *testing.T) { // O-22
	var hits atomic.Int64
	host := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { hits.Add(1) }))
	defer host.Close()
	cfg, err := authserver.DevConfig()
	if err != nil {
		t.Fatal(err)
	}
	for _, address := range []string{host.URL, strings.Replace(host.URL, "http:", "https:", 1), "http://169.254.169.254/", "file:///etc/passwd"} {
		cfg.Seed = "clients: [{client_id: service-jwt, grant_types: [], token_endpoint_auth_method: private_key_jwt, jwks_uri: '" + address + "'}]"
		_, err := authserver.New(cfg, authserver.Deps{Redis: redistest.New(t)})
		if err == nil || !strings.Contains(err.Error(), "jwks_uri: may not be fetched") {
			t.Errorf("%s: got %v", address, err)
		}
	}
	if hits.Load() != 0 {
		t.Errorf("the internal address received %d requests", hits.Load())
	}
}

func TestWrongClientSecretsAreThrottled(t *testing.T) { // ADV-34
	servers := replicas(t, authservertest.WithConfig(func(cfg *authserver.Config) { cfg.ClientAttempts = 6 }))
	attempt := func(srv *authservertest.Server, id, secret string) (int, http.Header) {
		r := request(t, http.MethodPost, srv.Address()+"/token", credentials())
		r.SetBasicAuth(id, secret)
		status, header, _ := do(t, srv, r)
		return status, header
	}
	const right = "service-dev-secret-not-for-production"
	for i := range 6 { // three at each server
		if got, _ := attempt(servers[i%2], "service", "wrong"); got != http.StatusUnauthorized {
			t.Errorf("attempt %d: got %d, want 401", i+1, got)
		}
	}
	if got, header := attempt(servers[1], "service", right); got != http.StatusTooManyRequests || header.Get("Retry-After") == "" {
		t.Errorf("after 6 at two replicas: got %d, Retry-After %q", got, header.Get("Retry-After"))
	}
	if got, _ := attempt(servers[1], "notes", "notes-dev-secret-not-for-production"); got != http.StatusBadRequest { // unauthorized_client
		t.Errorf("another client: got %d, want 400", got)
	}
	for _, srv := range servers {
		srv.Advance(time.Minute)
	}
	if got, _ := attempt(servers[1], "service", right); got != http.StatusOK {
		t.Errorf("a minute later: got %d, want 200", got)
	}
}
