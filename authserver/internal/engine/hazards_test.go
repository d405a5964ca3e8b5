package engine_test

import (
	"net/http"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/redis/go-redis/v9"

	"quartet.example/authserver/internal/core"
	"quartet.example/authserver/internal/endpointtest"
	"quartet.example/shared/redistest"
)

// TestEngineHazards holds one test for each thing that go-oauth2 v4.5.4 does
// when it is wired as in its README, and that must not happen here: the table of
// docs/adr/0002. Rows about the authorization endpoint have their other half in
// internal/authorize.
func TestEngineHazards(t *testing.T) {
	for row, test := range map[string]func(*testing.T, *endpointtest.Server){
		"a bad redirect_uri or client is never redirected to":        neverRedirected,
		"redirect hosts do not match by suffix":                      noSuffixMatch,
		"refresh needs the client, its secret and a scope within":    refreshIsBound,
		"one code is redeemed by one of many concurrent calls":       oneRedemption,
		"a replayed code revokes the family":                         replayRevokes,
		"a rotated refresh token revokes the family":                 reuseRevokes,
		"narrowing holds for one token and no refresh moves the end": narrowingIsPerToken,
		"PKCE is S256 only": s256Only,
		"verifier without challenge and redirect mismatch are 400":      mismatchIs400,
		"errors of RFC 6749 §5.2 are 400, of client authentication 401": statusCodes,
		"parameters are read from the body, once":                       bodyOnly,
		"the password and implicit grants do not exist":                 noPasswordGrant,
		"access tokens are RFC 9068 and differ within a second":         accessTokens,
		"the key is parsed once":                                        keyParsedOnce,
		"tokens and codes are 256 random bits, stored as hashes":        storedAsHashes,
		"grant types are an open set beside the engine":                 openSet,
	} {
		t.Run(row, func(t *testing.T) { test(t, endpointtest.Start(t)) })
	}
}

func neverRedirected(t *testing.T, s *endpointtest.Server) {
	code := s.Authorize(t, "notes")
	r := s.Request(t, "/token", "grant_type=authorization_code&client_id=ghost&redirect_uri=https://evil.test/&code="+code)
	if a := s.Do(t, r); a.Outcome() != "401 invalid_client" || a.Header.Get("Location") != "" {
		t.Errorf("got %q, Location %q", a.Outcome(), a.Header.Get("Location"))
	}
	a := s.Post(t, "/token", "notes", endpointtest.Redemption(code).With("redirect_uri", "https://evil.test/"))
	if a.Outcome() != "400 invalid_grant" || a.Header.Get("Location") != "" {
		t.Errorf("got %q, Location %q", a.Outcome(), a.Header.Get("Location"))
	}
}

func noSuffixMatch(t *testing.T, s *endpointtest.Server) {
	for _, uri := range []string{
		"javascript://evilapp.localhost:8080/callback", "http://evilapp.localhost:8080/callback", "http://app.localhost:8080/callback/",
		"http://APP.localhost:8080/callback", endpointtest.Callback + "?x=1", endpointtest.Callback + "#",
	} {
		want(t, s.Post(t, "/token", "notes", endpointtest.Redemption(s.Authorize(t, "notes")).With("redirect_uri", uri)), "400 invalid_grant")
	}
}

func refreshIsBound(t *testing.T, s *endpointtest.Server) {
	a := s.SignIn(t, "notes")
	p := endpointtest.Params{"grant_type": "refresh_token", "refresh_token": a.RefreshToken}
	want(t, s.Post(t, "/token", "web-post", p), "400 invalid_grant")
	r := s.Request(t, "/token", "grant_type=refresh_token&refresh_token="+a.RefreshToken)
	r.SetBasicAuth("notes", "wrong")
	want(t, s.Do(t, r), "401 invalid_client")
	want(t, s.Post(t, "/token", "notes", p.With("scope", "notes:read admin")), "400 invalid_scope")
	want(t, s.Post(t, "/token", "notes", p), "200")
}

func oneRedemption(t *testing.T, s *endpointtest.Server) {
	for range 10 {
		code := s.Authorize(t, "notes")
		var won atomic.Int64
		var done sync.WaitGroup
		for range 12 {
			done.Go(func() {
				if s.Post(t, "/token", "notes", endpointtest.Redemption(code)).Status == http.StatusOK {
					won.Add(1)
				}
			})
		}
		done.Wait()
		if won.Load() != 1 {
			t.Fatalf("got %d winners, want 1", won.Load())
		}
	}
}

func replayRevokes(t *testing.T, s *endpointtest.Server) {
	code := s.Authorize(t, "notes")
	a := s.Post(t, "/token", "notes", endpointtest.Redemption(code))
	want(t, s.Post(t, "/token", "notes", endpointtest.Redemption(code)), "400 invalid_grant")
	wantDead(t, s, a)
}

func reuseRevokes(t *testing.T, s *endpointtest.Server) {
	first := s.SignIn(t, "notes")
	second := s.Refresh(t, "notes", first.RefreshToken)
	s.Clock.Forward(endpointtest.Grace)
	want(t, s.Refresh(t, "notes", first.RefreshToken), "400 invalid_grant")
	wantDead(t, s, second)
}

// wantDead wants that nothing works any more, and that the log warns of it.
func wantDead(t *testing.T, s *endpointtest.Server, a endpointtest.Answer) {
	t.Helper()
	want(t, s.Refresh(t, "notes", a.RefreshToken), "400 invalid_grant")
	if _, err := s.Issued.Active(t.Context(), a.AccessToken); err == nil {
		t.Error("the access token still holds")
	}
	if !strings.Contains(s.Log.String(), "level=WARN") {
		t.Error("no warning in the log")
	}
}

func narrowingIsPerToken(t *testing.T, s *endpointtest.Server) {
	a := s.SignIn(t, "notes")
	before, _, err := s.Store.FindGrant(t.Context(), a.RefreshToken)
	if err != nil {
		t.Fatal(err)
	}
	s.Clock.Forward(endpointtest.Grace)
	narrow := s.Post(t, "/token", "notes", endpointtest.Params{"grant_type": "refresh_token", "refresh_token": a.RefreshToken, "scope": "notes:read"})
	full := s.Refresh(t, "notes", narrow.RefreshToken)
	after, _, err := s.Store.FindGrant(t.Context(), full.RefreshToken)
	if err != nil || narrow.Scope != "notes:read" || full.Scope != a.Scope || !after.ExpiresAt.Equal(before.ExpiresAt) {
		t.Errorf("got scopes %q, %q and end %s, want notes:read, %q and %s (%v)", narrow.Scope, full.Scope, after.ExpiresAt, a.Scope, before.ExpiresAt, err)
	}
}

func s256Only(t *testing.T, s *endpointtest.Server) {
	plain := func(c *core.AuthorizationCode) { c.CodeChallenge = endpointtest.Verifier }
	want(t, s.Post(t, "/token", "notes", endpointtest.Redemption(s.Authorize(t, "notes", plain))), "400 invalid_grant")
	want(t, s.Post(t, "/token", "notes", endpointtest.Redemption(s.Authorize(t, "notes")).With("code_verifier", "")), "400 invalid_grant")
}

func mismatchIs400(t *testing.T, s *endpointtest.Server) {
	unbound := func(c *core.AuthorizationCode) { c.CodeChallenge = "" }
	want(t, s.Post(t, "/token", "notes", endpointtest.Redemption(s.Authorize(t, "notes", unbound))), "400 invalid_grant")
	want(t, s.Post(t, "/token", "notes", endpointtest.Redemption(s.Authorize(t, "notes")).With("redirect_uri", endpointtest.OtherCallback)), "400 invalid_grant")
}

func statusCodes(t *testing.T, s *endpointtest.Server) {
	want(t, s.Post(t, "/token", "notes", endpointtest.Redemption("unknown")), "400 invalid_grant")
	want(t, s.Post(t, "/token", "notes", endpointtest.Params{"grant_type": "bogus"}), "400 unsupported_grant_type")
	want(t, s.Post(t, "/token", "notes", endpointtest.Params{}), "400 invalid_request")
	want(t, s.Post(t, "/token", "notes", endpointtest.Params{"grant_type": "client_credentials"}), "400 unauthorized_client")
	r := s.Request(t, "/token", "grant_type=client_credentials")
	r.SetBasicAuth("service", "wrong")
	a := s.Do(t, r)
	if want(t, a, "401 invalid_client"); !strings.HasPrefix(a.Header.Get("WWW-Authenticate"), `Basic realm="`) {
		t.Errorf("WWW-Authenticate: got %q", a.Header.Get("WWW-Authenticate"))
	}
}

func bodyOnly(t *testing.T, s *endpointtest.Server) {
	for target, body := range map[string]string{
		"/token?grant_type=client_credentials":       "",
		"/token?grant_type=client_credentials&scope": "scope=notes%3Aread",
		"/token": "grant_type=client_credentials&grant_type=password",
	} {
		r := s.Request(t, target, body)
		r.SetBasicAuth("service", endpointtest.Secret("service"))
		want(t, s.Do(t, r), "400 invalid_request")
	}
}

func noPasswordGrant(t *testing.T, s *endpointtest.Server) {
	for _, grant := range []string{"password", "implicit", "__implicit"} {
		want(t, s.Post(t, "/token", "notes", endpointtest.Params{"grant_type": grant, "username": "alice", "password": "wonderland"}), "400 unsupported_grant_type")
	}
	r := s.Request(t, "/token", "grant_type=password&username=alice&password=wonderland")
	want(t, s.Do(t, r), "401 invalid_client") // the client comes first
}

func accessTokens(t *testing.T, s *endpointtest.Server) {
	one := s.Post(t, "/token", "service", endpointtest.Params{"grant_type": "client_credentials"})
	two := s.Post(t, "/token", "service", endpointtest.Params{"grant_type": "client_credentials"})
	if one.AccessToken == two.AccessToken {
		t.Error("two tokens of one second are the same")
	}
	for _, a := range []endpointtest.Answer{one, s.SignIn(t, "notes")} {
		claims := endpointtest.Claims(t, a.AccessToken)
		if h := endpointtest.Header(t, a.AccessToken); h.Type != "at+jwt" || h.KeyID == "" || h.Algorithm != "ES256" {
			t.Errorf("header: got %+v", h)
		}
		for _, name := range []string{"iss", "sub", "aud", "exp", "iat", "jti", "client_id", "scope"} {
			if claims[name] == nil {
				t.Errorf("%s is missing in %v", name, claims)
			}
		}
	}
}

// keyParsedOnce holds by type: what mints gets a crypto.Signer, never PEM.
func keyParsedOnce(t *testing.T, _ *endpointtest.Server) {
	for _, dir := range []string{".", "../mint", "../token"} {
		files, err := os.ReadDir(dir)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			if !strings.HasSuffix(f.Name(), ".go") || strings.HasSuffix(f.Name(), "_test.go") {
				continue
			}
			source, err := os.ReadFile(dir + "/" + f.Name())
			if err != nil {
				t.Fatal(err)
			}
			for _, parser := range []string{"FromPEM", "x509.Parse", "pem.Decode"} {
				if strings.Contains(string(source), parser) {
					t.Errorf("%s/%s parses a key: %s", dir, f.Name(), parser)
				}
			}
		}
	}
}

func storedAsHashes(t *testing.T, _ *endpointtest.Server) {
	rdb := redistest.New(t)
	s := endpointtest.StartOn(t, rdb)
	code := s.Authorize(t, "notes")
	first := s.Post(t, "/token", "notes", endpointtest.Redemption(code))
	second := s.Refresh(t, "notes", first.RefreshToken)
	pending := s.Authorize(t, "notes")
	for _, secret := range []string{code, pending, first.RefreshToken, second.RefreshToken} {
		if len(secret) < 43 || secret == strings.ToUpper(secret) {
			t.Errorf("%d characters, upper case %v: not 256 bits in base64url", len(secret), secret == strings.ToUpper(secret))
		}
	}
	dump := everything(t, rdb)
	for name, secret := range map[string]string{
		"code": code, "pending code": pending, "first refresh token": first.RefreshToken, "second refresh token": second.RefreshToken,
		"access token": second.AccessToken, "client secret": endpointtest.Secret("notes"), "verifier": endpointtest.Verifier, "ID token": second.IDToken,
	} {
		if strings.Contains(dump, secret) {
			t.Errorf("O-06 Redis holds the %s in clear", name)
		}
		if strings.Contains(s.Log.String(), secret) {
			t.Errorf("O-09 the log holds the %s", name)
		}
	}
}

// everything is all keys and values of the Redis.
func everything(t *testing.T, rdb redis.UniversalClient) string {
	t.Helper()
	var all strings.Builder
	keys, err := rdb.Keys(t.Context(), "*").Result()
	if err != nil || len(keys) == 0 {
		t.Fatalf("keys: %v, %v", keys, err)
	}
	for _, key := range keys {
		if ttl := rdb.PTTL(t.Context(), key).Val(); ttl <= 0 {
			t.Errorf("%s has no TTL", key)
		}
		all.WriteString(key + "\n")
		switch rdb.Type(t.Context(), key).Val() {
		case "hash":
			for field, value := range rdb.HGetAll(t.Context(), key).Val() {
				all.WriteString(field + "=" + value + "\n")
			}
		case "set":
			all.WriteString(strings.Join(rdb.SMembers(t.Context(), key).Val(), "\n"))
		default:
			all.WriteString(rdb.Get(t.Context(), key).Val() + "\n")
		}
	}
	return all.String()
}

// openSet holds because the engine never sees grant_type: a refresh is answered
// beside it, and another grant is one more entry of token.Handler.Grants.
func openSet(t *testing.T, s *endpointtest.Server) {
	a := s.SignIn(t, "notes")
	want(t, s.Refresh(t, "notes", a.RefreshToken), "200")
	want(t, s.Post(t, "/token", "notes", endpointtest.Params{"grant_type": "urn:ietf:params:oauth:grant-type:device_code"}), "400 unsupported_grant_type")
}

func want(t *testing.T, a endpointtest.Answer, outcome string) {
	t.Helper()
	if a.Outcome() != outcome {
		t.Errorf("got %q, want %q: %s", a.Outcome(), outcome, a.Body)
	}
}
