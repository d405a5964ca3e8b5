package authserver_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"quartet.example/authserver/authservertest"
	"quartet.example/authserver/controlapi"
	"quartet.example/shared/oauth"
	"quartet.example/shared/redistest"
)

// busy uses the server in many ways, so that it has records of many kinds. It returns the tokens of alice
// and of the client native.
func busy(t *testing.T, srv *authservertest.Server) oauth.TokenResponse {
	t.Helper()
	a := notes(t, srv)
	srv.PutUser(authservertest.User{Subject: carol, Username: "carol"})
	srv.SignIn(t.Context(), "carol", a.authorizeURL("openid", nil)) // a code that is not redeemed
	tokens := a.redeem(sent(t, srv.SignIn(t.Context(), "alice", a.authorizeURL("openid offline_access notes:read", nil))).Get("code"))
	guess(t, srv, a)
	a.pushGood(nil)
	srv.Browser(t).Open(a.authorizeURL("openid", nil))
	device(t, srv)
	return tokens
}

// device asks for a device code.
func device(t *testing.T, srv *authservertest.Server) int {
	t.Helper()
	status, _, _ := do(t, srv, request(t, http.MethodPost, srv.URL+"/device_authorization", url.Values{"client_id": {"tv"}, "scope": {"notes:read"}}))
	return status
}

func TestResetTakesTheServerBack(t *testing.T) {
	rdb := redistest.New(t)
	srv := authservertest.Start(t, authservertest.WithRedis(rdb))
	tokens, a, keys := busy(t, srv), notes(t, srv), published(t, srv)
	rdb.Set(t.Context(), "notes:{of another service}", "v", 0)
	srv.RemoveClient("tv")
	srv.FailNext(authservertest.Fault{Endpoint: controlapi.DeviceAuthorization, Status: http.StatusBadGateway})
	srv.Reset()
	if got := srv.Requests(); len(got) != 0 {
		t.Errorf("%d requests are recorded", len(got))
	}
	if active(t, srv, tokens.AccessToken).Active {
		t.Error("an access token from before is active")
	}
	if status, _, code := a.refresh(tokens.RefreshToken); status != http.StatusBadRequest || code != oauth.InvalidGrant {
		t.Errorf("a refresh token from before: got %d %s", status, code)
	}
	if got := published(t, srv); len(got.Keys) != len(keys.Keys) || got.Keys[0].ID != keys.Keys[0].ID {
		t.Error("the signing keys changed")
	}
	if b := srv.Browser(t).Open(a.authorizeURL("openid notes:read", nil)).Login("alice", "wonderland"); b.Returned() != nil {
		t.Error("the consent is still there")
	}
	if status := device(t, srv); status != http.StatusOK {
		t.Errorf("a client that was removed: got %d", status)
	}
	if rdb.Get(t.Context(), "notes:{of another service}").Val() != "v" {
		t.Error("a record of another service is gone")
	}
}

// A reset leaves no record behind, of whatever kind, but keys and revocations.
func TestResetKnowsEveryRecord(t *testing.T) {
	rdb := redistest.New(t)
	srv := authservertest.Start(t, authservertest.WithRedis(rdb))
	busy(t, srv)
	srv.Logout("alice")
	srv.Reset()
	kept := []string{"signing-keys", "democlock", "grant:{", "revoked-token:{", "revocation-told:{", "revocations:{"}
	for _, key := range rdb.Keys(t.Context(), "*").Val() {
		if !slices.ContainsFunc(kept, func(start string) bool { return strings.HasPrefix(key, start) }) {
			t.Errorf("%s is left", key)
		}
	}
}

func TestStateIsExportedAndImported(t *testing.T) {
	srv := authservertest.Start(t)
	a := notes(t, srv)
	tokens := busy(t, srv)
	work := func() string {
		return sent(t, srv.SignInWith(t.Context(), controlapi.SignIn{User: "alice", AuthorizeURL: a.authorizeURL("openid", map[string]string{"prompt": "consent"})}).CallbackURL).Get("code")
	}
	state := srv.Export()
	later := a.redeem(work())
	srv.Import(state)
	if active(t, srv, later.AccessToken).Active {
		t.Error("a grant from after the export is active")
	}
	for name, to := range map[string]*authservertest.Server{"the same server": srv, "another server": authservertest.Start(t)} {
		t.Run(name, func(t *testing.T) {
			to.Import(state)
			b := notes(t, to)
			if status, _, code := b.refresh(tokens.RefreshToken); status != http.StatusOK {
				t.Errorf("refresh: got %d %s", status, code)
			}
			to.SignIn(t.Context(), "carol", b.authorizeURL("openid", nil))
			to.Import(state)
			if status, _, _ := b.refresh(tokens.RefreshToken); status != http.StatusOK {
				t.Errorf("the rotation is not undone: got %d", status)
			}
		})
	}
	for _, secret := range []string{tokens.RefreshToken, tokens.AccessToken, "c4r0l", a.secret} {
		if strings.Contains(string(state), secret) {
			t.Errorf("the state has a secret in clear: %s", oauth.Fingerprint(secret))
		}
	}
}

// An import is refused as a whole, before anything changes.
func TestForeignStateIsRefused(t *testing.T) {
	c := controlled(t)
	if err := c.PutUser(t.Context(), json.RawMessage(`{"sub":"carol-sub","username":"carol","password":"p"}`)); err != nil {
		t.Fatal(err)
	}
	own, err := c.Export(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	with := func(name string, value any) json.RawMessage {
		var s map[string]any
		if err := json.Unmarshal(own, &s); err != nil {
			t.Fatal(err)
		}
		s[name] = value
		changed, err := json.Marshal(s)
		if err != nil {
			t.Fatal(err)
		}
		return changed
	}
	other, err := controlled(t).Export(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		state json.RawMessage
		want  string
	}{
		"no JSON":                     {json.RawMessage("x"), "is no JSON of an export"},
		"an empty object":             {json.RawMessage("{}"), "version: want 1, got 0"},
		"another version":             {with("version", 2), "version: want 1, got 2"},
		"a server with another seal":  {other, "seal-key"},
		"a time ahead of the clock":   {with("time", c.Now().Add(time.Hour)), "advance the clock first"},
		"a record of another service": {with("records", []any{map[string]any{"key": "signing-keys", "text": "eA=="}}), `"signing-keys" is no key of this state`},
		"a record without content":    {with("records", []any{map[string]any{"key": "code:{x}"}}), "want fields"},
		"a record of two kinds":       {with("records", []any{map[string]any{"key": "code:{x}", "text": "eA==", "members": []string{"x"}}}), "want fields"},
		"a record of another kind":    {with("records", []any{map[string]any{"key": "code:{x}", "text": "eA=="}}), "want fields"},
		"a misspelled name":           {with("record", []any{}), `unknown object member name "record"`},
		"a name in another case":      {with("Records", []any{}), `unknown object member name "Records"`},
		"a name that occurs twice":    {append([]byte(`{"version":1,`), own[1:]...), "duplicate"},
	} {
		t.Run(name, func(t *testing.T) {
			if err := c.Import(t.Context(), tt.state); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
			if _, err := c.Directory.FindUser("carol-sub"); err != nil {
				t.Error("the user is gone")
			}
		})
	}
	if err := c.Import(t.Context(), own); err != nil {
		t.Errorf("its own state: %v", err)
	}
}

// A state with a hundred sign-ins is longer than any other body.
func TestLongStateIsRead(t *testing.T) {
	srv := authservertest.Start(t)
	long := `{"` + strings.Repeat("x", 300<<10) + `":1}`
	for path, want := range map[string]string{"/control/state": "state: ", "/one/control/state": "state: ", "/control/users/u": "too large"} {
		r := request(t, http.MethodPut, srv.Address()+path, nil)
		r.Body, r.ContentLength = io.NopCloser(strings.NewReader(long)), int64(len(long))
		r.Header.Set("Content-Type", "application/json")
		if _, _, body := do(t, srv, r); !strings.Contains(body, want) {
			t.Errorf("%s: got %.200s, want %q", path, body, want)
		}
	}
}
