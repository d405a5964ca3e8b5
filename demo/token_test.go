package main

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"quartet.example/authserver"
	"quartet.example/authserver/authservertest"
	"quartet.example/shared/config"
	"quartet.example/shared/jose"
	"quartet.example/shared/oauth"
	"quartet.example/shared/porttest"
)

func TestTokenCommand(t *testing.T) {
	srv := authservertest.Start(t)
	for name, tt := range map[string]struct {
		command tokenCommand
		want    map[string]string // claims, as JSON
	}{
		"of a user": {tokenCommand{User: "alice", Scope: []string{"notes:read", "notes:write"}}, map[string]string{
			"scope": `"notes:read notes:write"`, "client_id": `"notes"`, "aud": `["http://api.localhost:9001"]`,
		}},
		"of a client": {tokenCommand{Client: "service", Scope: []string{"notes:read"}}, map[string]string{"sub": `"service"`, "client_id": `"service"`}},
		"with claims": {tokenCommand{User: "alice", Claim: []string{`groups=["a","b"]`, "tenant=acme", "n=1", "t=x=y", "client_id=null"}}, map[string]string{
			"groups": `["a","b"]`, "tenant": `"acme"`, "n": "1", "t": `"x=y"`, "client_id": "",
		}},
		"for an audience": {tokenCommand{User: "alice", Audience: []string{"https://a.example"}}, map[string]string{"aud": `"https://a.example"`}},
		"an ID token":     {tokenCommand{User: "alice", IDToken: true}, map[string]string{"aud": `"notes"`, "scope": ""}},
		"forged":          {tokenCommand{User: "alice", Forge: "wrong_issuer"}, map[string]string{"iss": `"https://wrong-issuer.example"`}},
	} {
		t.Run(name, func(t *testing.T) {
			tt.command.Issuer = srv.URL
			var out strings.Builder
			if err := tt.command.run(t.Context(), &out); err != nil {
				t.Fatal(err)
			}
			var claims map[string]json.RawMessage
			if err := jose.Peek(strings.TrimSuffix(out.String(), "\n"), 1<<16, &claims); err != nil {
				t.Fatalf("%q: %v", out.String(), err)
			}
			for name, want := range tt.want {
				if got := string(claims[name]); got != want {
					t.Errorf("%s: got %s, want %s", name, got, want)
				}
			}
		})
	}
}

func TestTokenCommandSaysInWordsWhatIsWrong(t *testing.T) {
	away := "http://" + porttest.Address(t)
	srv := authservertest.Start(t, authservertest.WithConfig(func(cfg *authserver.Config) { cfg.ControlToken = config.Secret(oauth.NewSecret()) }))
	for name, tt := range map[string]struct {
		command tokenCommand
		want    string
	}{
		"nothing listens":       {tokenCommand{Issuer: away}, "no authorization server at " + away + "; start one with make demo"},
		"an unknown user":       {tokenCommand{Issuer: srv.URL, User: "nobody"}, "there is no user"},
		"an unknown client":     {tokenCommand{Issuer: srv.URL, Client: "x"}, "there is no client"},
		"an unknown scope":      {tokenCommand{Issuer: srv.URL, Scope: []string{"x"}}, "does not know x"},
		"an unknown flaw":       {tokenCommand{Issuer: srv.URL, Forge: "x"}, "there is no flaw"},
		"a claim without value": {tokenCommand{Issuer: srv.URL, Claim: []string{"x"}}, `claim: want NAME=VALUE, got "x"`},
		"half a second":         {tokenCommand{Issuer: srv.URL, ExpiresIn: time.Second / 2}, "expires-in: want whole seconds"},
		"a negative lifetime":   {tokenCommand{Issuer: srv.URL, ExpiresIn: -time.Second}, "--forge=expired"},
		"a wrong control token": {tokenCommand{Issuer: srv.URL, ControlToken: "x"}, "not the control token"},
		"not a URL":             {tokenCommand{Issuer: "auth.localhost"}, "issuer: "},
	} {
		t.Run(name, func(t *testing.T) {
			var out strings.Builder
			err := tt.command.run(t.Context(), &out)
			if err == nil || !strings.Contains(err.Error(), tt.want) || out.Len() > 0 {
				t.Errorf("got %v and the output %q, want an error with %q", err, out.String(), tt.want)
			}
		})
	}
}

// stdout has the token alone, and an error sets the exit code.
func TestTokenOnTheCommandLine(t *testing.T) {
	srv := authservertest.Start(t)
	said, exit := quartet(t, nil, "", "token", "alice", "--scope", "notes:read,notes:write", "--claim", "a=1", "--claim", "b=x;y", "--expires-in", "1h", "--issuer", srv.URL)
	if exit != 0 || strings.Count(said, ".") != 2 || strings.Count(said, "\n") != 1 {
		t.Errorf("got exit code %d and %q, want a token alone", exit, said)
	}
	var claims struct {
		B string `json:"b"`
	}
	if err := jose.Peek(strings.TrimSpace(said), 1<<16, &claims); err != nil || claims.B != "x;y" {
		t.Errorf("the claim b is %q, %v", claims.B, err)
	}
	if said, exit := quartet(t, nil, "", "token", "nobody", "--issuer", srv.URL); exit != 1 || !strings.HasPrefix(said, "quartet: ") {
		t.Errorf("got exit code %d and %q", exit, said)
	}
}
