package authserver_test

import (
	"errors"
	"net/http"
	"net/url"
	"testing"
	"time"

	"quartet.example/authserver"
	"quartet.example/authserver/controlapi"
	"quartet.example/shared/config"
	"quartet.example/shared/oauth"
)

// The Go client calls every operation.
func TestControlClient(t *testing.T) {
	token := oauth.NewSecret()
	server := startControl(t, func(cfg *authserver.Config) { cfg.ControlToken = config.Secret(token) })
	ctx, c := t.Context(), &controlapi.Client{Issuer: server.issuer, Token: token}
	before, err := c.Now(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for name, do := range map[string]func() error{
		"users": func() error {
			err := c.PutUser(ctx, "dora", struct{}{})
			one, errGet := c.User(ctx, "dora")
			all, errList := c.Users(ctx)
			if one["sub"] != "dora" || len(all) < 2 {
				t.Errorf("users: got %v in %v", one, all)
			}
			return errors.Join(err, errGet, errList, c.RemoveUser(ctx, "dora"))
		},
		"clients": func() error {
			err := c.PutClient(ctx, "a/b", map[string]any{"client_secret": "s", "grant_types": []string{"client_credentials"}, "scope": "notes:read"})
			one, errGet := c.Client(ctx, "a/b")
			all, errList := c.Clients(ctx)
			if one["scope"] != "notes:read" || len(all) < 2 {
				t.Errorf("clients: got %v in %v", one, all)
			}
			return errors.Join(err, errGet, errList, c.RemoveClient(ctx, "a/b"))
		},
		"faults": func() error {
			first, err := c.Fail(ctx, controlapi.Fault{Endpoint: controlapi.JWKS, Status: 503})
			_, errSecond := c.Fail(ctx, controlapi.Fault{Endpoint: controlapi.JWKS, Status: 503})
			errRemove := c.RemoveFault(ctx, first.ID)
			left, errList := c.Faults(ctx)
			if len(left) != 1 || left[0].ID == first.ID {
				t.Errorf("faults: got %+v, want the second one", left)
			}
			return errors.Join(err, errSecond, errRemove, errList, c.ClearFaults(ctx))
		},
		"requests": func() error {
			err := c.ClearRequests(ctx)
			server.do("GET", "/jwks?x=1", "")
			server.do("GET", "/livez", "")
			server.do("GET", "/userinfo", "")
			found, errFound := c.Requests(ctx, controlapi.RequestFilter{Endpoint: controlapi.JWKS, Status: 200})
			if len(found) != 1 || found[0].Params.Get("x") != "1" {
				t.Errorf("requests: got %+v", found)
			}
			return errors.Join(err, errFound)
		},
		"logout": func() error { return c.Logout(ctx, "alice") },
		"keys":   func() error { return c.RotateKeys(ctx) },
		"sign-in": func() error {
			callback := "http://127.0.0.1:3000/callback"
			to, err := c.SignIn(ctx, controlapi.SignIn{User: "alice", AuthorizeURL: server.issuer + "/authorize?" + url.Values{
				"response_type": {"code"}, "client_id": {"native"}, "redirect_uri": {callback}, "scope": {"openid"},
				"code_challenge": {oauth.ChallengeOf(oauth.NewSecret())}, "code_challenge_method": {"S256"},
			}.Encode()})
			if back, parsed := url.Parse(to.CallbackURL); err == nil && (parsed != nil || back.Query().Get("code") == "") {
				t.Errorf("sign-in: got %s", to.CallbackURL)
			}
			return err
		},
		"clock": func() error {
			after, err := c.Advance(ctx, 90*time.Second+time.Millisecond)
			if moved := after.Sub(before); moved < 91*time.Second {
				t.Errorf("the clock moved by %s, want 91 s at least", moved)
			}
			return err
		},
		"tokens": func() error {
			valid, err := c.Issue(ctx, controlapi.Token{User: "alice"})
			forged, errForged := c.Forge(ctx, controlapi.Forgery{Flaw: controlapi.Expired, Token: controlapi.Token{User: "alice"}})
			if valid.ExpiresIn == 0 || forged.ExpiresIn != 0 {
				t.Errorf("tokens: got %+v, %+v", valid, forged)
			}
			return errors.Join(err, errForged)
		},
	} {
		if err := do(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Import brings back what Reset took away.
func TestControlClientResetsExportsAndImports(t *testing.T) {
	ctx, c := t.Context(), &controlapi.Client{Issuer: startControl(t).issuer}
	if err := c.PutUser(ctx, "dora", struct{}{}); err != nil {
		t.Fatal(err)
	}
	state, err := c.Export(ctx)
	if err := errors.Join(err, c.Reset(ctx)); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Issue(ctx, controlapi.Token{User: "dora"}); err == nil {
		t.Error("the user exists after Reset")
	}
	if err := c.Import(ctx, state); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Issue(ctx, controlapi.Token{User: "dora"}); err != nil {
		t.Errorf("after Import: %v", err)
	}
}

// A refusal has the code, the words and the status of the response.
func TestControlClientReturnsRefusals(t *testing.T) {
	server := startControl(t)
	var refused *oauth.Error
	_, err := (&controlapi.Client{Issuer: server.issuer}).Issue(t.Context(), controlapi.Token{User: "nobody"})
	if !errors.As(err, &refused) || refused.Code != oauth.InvalidRequest || refused.Status() != http.StatusBadRequest {
		t.Errorf("got %v", err)
	}
	if err := (&controlapi.Client{Issuer: server.issuer}).RemoveUser(t.Context(), "nobody"); !errors.As(err, &refused) || refused.Code != oauth.NotFound {
		t.Errorf("a user that does not exist: got %v", err)
	}
	if _, err := (&controlapi.Client{Issuer: server.issuer, Token: "x"}).Now(t.Context()); !errors.As(err, &refused) || refused.Code != oauth.InvalidToken {
		t.Errorf("with a wrong token: got %v", err)
	}
	if _, err := (&controlapi.Client{Issuer: server.issuer + "/another/program"}).Now(t.Context()); !errors.Is(err, controlapi.ErrNoControlAPI) {
		t.Errorf("at another path: got %v", err)
	}
}
