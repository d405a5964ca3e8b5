package control_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"quartet.example/authserver/controlapi"
	"quartet.example/shared/accesstoken"
	"quartet.example/shared/jose"
)

// An issued token has the claims of one from the token endpoint (RFC 9068 §2.2, OIDC Core §2), without
// those of a stored grant and a session.
func TestIssue(t *testing.T) {
	c := start(t)
	now := c.Now().Unix()
	user := func(change map[string]any) map[string]any {
		claims := map[string]any{
			"iss": c.Issuer, "sub": alice, "aud": []any{resource}, "client_id": "notes", "scope": "notes:read",
			"iat": now, "exp": now + 300, "auth_time": now, "acr": "1", "amr": []any{"pwd"},
		}
		for name, value := range change {
			if claims[name] = value; value == nil {
				delete(claims, name)
			}
		}
		return claims
	}
	id := func(change map[string]any) map[string]any {
		claims := user(map[string]any{"aud": "notes", "client_id": nil, "scope": nil})
		for name, value := range change {
			claims[name] = value
		}
		return claims
	}
	for name, tt := range map[string]struct {
		token  controlapi.Token
		kind   string
		claims map[string]any
	}{
		"a user by username":     {controlapi.Token{User: "Alice", Scope: "notes:read"}, "Bearer", user(nil)},
		"a user by sub":          {controlapi.Token{User: alice, Scope: "notes:read"}, "Bearer", user(nil)},
		"a sub that is nobody's": {controlapi.Token{Subject: "nobody|7", Scope: "notes:read"}, "Bearer", user(map[string]any{"sub": "nobody|7"})},
		"a client for itself": {controlapi.Token{Client: "service", Scope: "notes:read"}, "Bearer", user(map[string]any{
			"sub": "service", "client_id": "service", "auth_time": nil, "acr": nil, "amr": nil,
		})},
		"the issuer is the audience of openid": {controlapi.Token{User: "alice", Scope: "openid"}, "Bearer", user(map[string]any{"scope": "openid", "aud": []any{c.Issuer}})},
		"another audience":                     {controlapi.Token{User: "alice", Scope: "notes:read", Audience: []string{"https://api.example"}}, "Bearer", user(map[string]any{"aud": "https://api.example"})},
		"two audiences": {controlapi.Token{User: "alice", Scope: "notes:read", Audience: []string{"https://a.example", "https://b.example"}}, "Bearer", user(map[string]any{
			"aud": []any{"https://a.example", "https://b.example"},
		})},
		"no scope":             {controlapi.Token{User: "alice"}, "Bearer", user(map[string]any{"scope": nil, "aud": []any{c.Issuer}})},
		"a lifetime":           {controlapi.Token{User: "alice", Scope: "notes:read", ExpiresIn: 86400}, "Bearer", user(map[string]any{"exp": now + 86400})},
		"a DPoP key":           {controlapi.Token{User: "alice", Scope: "notes:read", JKT: jkt}, "DPoP", user(map[string]any{"cnf": map[string]any{"jkt": jkt}})},
		"a claim more":         {controlapi.Token{User: "alice", Scope: "notes:read", Claims: map[string]any{"roles": []string{"admin"}}}, "Bearer", user(map[string]any{"roles": []any{"admin"}})},
		"a claim replaced":     {controlapi.Token{User: "alice", Scope: "notes:read", Claims: map[string]any{"sub": "bob", "exp": now - 1}}, "Bearer", user(map[string]any{"sub": "bob", "exp": now - 1})},
		"a claim removed":      {controlapi.Token{User: "alice", Scope: "notes:read", Claims: map[string]any{"auth_time": nil}}, "Bearer", user(map[string]any{"auth_time": nil})},
		"a claim of cnf":       {controlapi.Token{User: "alice", Scope: "notes:read", Claims: map[string]any{"cnf": map[string]any{"jkt": jkt}}}, "DPoP", user(map[string]any{"cnf": map[string]any{"jkt": jkt}})},
		"an ID token":          {controlapi.Token{Type: controlapi.IDToken, User: "alice"}, "N_A", id(nil)},
		"an ID token, claims":  {controlapi.Token{Type: controlapi.IDToken, User: "alice", Claims: map[string]any{"nonce": "n"}}, "N_A", id(map[string]any{"nonce": "n"})},
		"an ID token, other":   {controlapi.Token{Type: controlapi.IDToken, Subject: "nobody", ExpiresIn: 60, Audience: []string{"x"}}, "N_A", id(map[string]any{"sub": "nobody", "exp": now + 60, "aud": "x"})},
		"an ID token, client":  {controlapi.Token{Type: controlapi.IDToken, User: "alice", Client: "native"}, "N_A", id(map[string]any{"aud": "native"})},
		"a claim of odd type":  {controlapi.Token{User: "alice", Scope: "notes:read", Claims: map[string]any{"exp": "soon"}}, "Bearer", user(map[string]any{"exp": "soon"})},
		"a number of 17 digit": {controlapi.Token{User: "alice", Scope: "notes:read", Claims: map[string]any{"n": json.Number("90071992547409931")}}, "Bearer", user(map[string]any{"n": json.Number("90071992547409931")})},
	} {
		t.Run(name, func(t *testing.T) {
			issued, err := c.Issue(t.Context(), tt.token)
			if err != nil {
				t.Fatal(err)
			}
			token := parse(t, issued.Token)
			delete(token.Claims, "jti")
			if diff := cmp.Diff(text(t, tt.claims), text(t, token.Claims)); diff != "" {
				t.Error(diff)
			}
			if issued.Type != tt.kind {
				t.Errorf("token_type: got %s, want %s", issued.Type, tt.kind)
			}
			exp, _ := tt.claims["exp"].(int64)
			scope, _ := tt.claims["scope"].(string)
			if exp == 0 {
				scope = "" // the claims cannot be read
			}
			if left := max(0, int(exp-now)); issued.ExpiresIn != left || issued.Scope != scope {
				t.Errorf("got %d s and scope %q, want %d s and %q", issued.ExpiresIn, issued.Scope, left, scope)
			}
		})
	}
}

// text returns the JSON of the claims, whatever the types of the numbers.
func text(t *testing.T, claims map[string]any) string {
	t.Helper()
	raw, err := json.MarshalIndent(claims, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// The errors name the fields that are wrong.
func TestIssueRefuses(t *testing.T) {
	c := start(t)
	for name, tt := range map[string]struct {
		token controlapi.Token
		want  []string
	}{
		"an unknown user":               {controlapi.Token{User: "nobody"}, []string{"user:"}},
		"a user and a sub":              {controlapi.Token{User: "alice", Subject: "x"}, []string{"sub:"}},
		"a sub with a line break":       {controlapi.Token{Subject: "a\nb"}, []string{"sub:"}},
		"a sub of 256 characters":       {controlapi.Token{Subject: strings.Repeat("x", 256)}, []string{"sub:"}},
		"an unknown client":             {controlapi.Token{Client: "ghost"}, []string{"client_id:"}},
		"an unknown scope":              {controlapi.Token{Scope: "openid orders:read"}, []string{"scope:"}},
		"a malformed scope":             {controlapi.Token{Scope: "openid  profile"}, []string{"scope:"}},
		"a single claim, as no scope":   {controlapi.Token{Scope: "claim:email"}, []string{"scope:"}},
		"a negative lifetime":           {controlapi.Token{ExpiresIn: -1}, []string{"expires_in:"}},
		"a lifetime of over a year":     {controlapi.Token{ExpiresIn: 366 * 86400}, []string{"expires_in:"}},
		"a malformed thumbprint":        {controlapi.Token{JKT: "x"}, []string{"dpop_jkt:"}},
		"an ID token bound to a key":    {controlapi.Token{Type: controlapi.IDToken, User: "alice", JKT: jkt}, []string{"dpop_jkt:"}},
		"an ID token about nobody":      {controlapi.Token{Type: controlapi.IDToken}, []string{"user:"}},
		"an unknown type":               {controlapi.Token{Type: "refresh_token"}, []string{"type:"}},
		"several mistakes, all at once": {controlapi.Token{User: "nobody", Client: "ghost", Scope: "x", ExpiresIn: -1}, []string{"user:", "client_id:", "scope:", "expires_in:"}},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := c.Issue(t.Context(), tt.token)
			for _, want := range tt.want {
				if err == nil || !strings.Contains(err.Error(), want) {
					t.Errorf("got %v, want %s", err, want)
				}
			}
		})
	}
}

// An issued token is signed by the published keys, with the header that RFC 9068 §2.1 requires.
func TestIssuedTokenIsGenuine(t *testing.T) {
	c := start(t)
	for name, kind := range map[string]jose.Kind{"access_token": accessTokens(c), "id_token": idTokens(c)} {
		for _, claims := range []map[string]any{nil, {"department": "R&D <1>"}} {
			issued, err := c.Issue(t.Context(), controlapi.Token{User: "alice", Scope: "notes:read", Type: controlapi.TokenType(name), Claims: claims})
			if err != nil {
				t.Fatal(err)
			}
			if err := kind.Verify(t.Context(), issued.Token, &accesstoken.Claims{}); err != nil {
				t.Errorf("%s with %v: %v", name, claims, err)
			}
		}
	}
}

// The endpoints of the server accept an issued token, until it is revoked.
func TestEndpointsAcceptAnIssuedToken(t *testing.T) {
	c := start(t)
	issued, err := c.Issue(t.Context(), controlapi.Token{User: "alice", Scope: "openid email notes:read"})
	if err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, c.Issuer+"/userinfo", nil)
	r.Header.Set("Authorization", "Bearer "+issued.Token)
	w := httptest.NewRecorder()
	if c.Handler.ServeHTTP(w, r); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "alice@example.com") {
		t.Errorf("userinfo: got %d %s", w.Code, w.Body)
	}
	if w := post(t, c, "/introspect", url.Values{"token": {issued.Token}}); !strings.Contains(w.Body.String(), `"active":true`) {
		t.Errorf("introspection: got %d %s", w.Code, w.Body)
	}
}

// A token that is issued after a rotation is signed by the new key.
func TestIssueAfterARotation(t *testing.T) {
	c := start(t)
	kid := func() any {
		t.Helper()
		issued, err := c.Issue(t.Context(), controlapi.Token{User: "alice", Scope: "notes:read"})
		if err != nil {
			t.Fatal(err)
		}
		if err := accessTokens(c).Verify(t.Context(), issued.Token, &accesstoken.Claims{}); err != nil {
			t.Error(err)
		}
		return parse(t, issued.Token).Header["kid"]
	}
	before := kid()
	if err := c.RotateKeys(t.Context()); err != nil {
		t.Fatal(err)
	}
	if after := kid(); after == before {
		t.Errorf("both tokens have kid %v", after)
	}
}
