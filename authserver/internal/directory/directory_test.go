package directory_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"

	"github.com/alexedwards/argon2id"

	"quartet.example/authserver/internal/core"
	"quartet.example/authserver/internal/directory"
	"quartet.example/shared/oauth"
)

const (
	issuer = "https://as.example"
	notes  = "https://notes.example"
	mail   = "https://mail.example"
)

func hash(t *testing.T, password string) string {
	t.Helper()
	h, err := argon2id.CreateHash(password, &argon2id.Params{Memory: 64, Iterations: 1, Parallelism: 1, SaltLength: 16, KeyLength: 32})
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func example(t *testing.T) *directory.Directory {
	t.Helper()
	return directory.New(directory.Options{
		Issuer: issuer, HashMemory: 2, Demo: true,
		Users: []*core.User{
			{Subject: "1", Username: "Alice", PasswordHash: hash(t, "wonderland"), DemoPassword: "wonderland"},
			{Subject: "2", Username: "gone", PasswordHash: hash(t, "gone"), DemoPassword: "gone", Disabled: true},
			{Subject: "3", Username: "shy", PasswordHash: hash(t, "shy")},
			{Subject: "4", Username: "Zo\u00eb", PasswordHash: hash(t, "p\u00e4ss")},
		},
		Clients: []*core.Client{{ID: "web"}},
		Resources: []*core.Resource{
			{ID: notes, Scopes: map[string]string{"notes:read": "read your notes", "notes:write": "write"}},
			{ID: mail, Scopes: map[string]string{"mail:read": "read your mail"}},
		},
	})
}

func TestAuthenticate(t *testing.T) {
	d := example(t)
	for name, tt := range map[string]struct {
		username, password string
		want               error
	}{
		"right":                               {"Alice", "wonderland", nil},
		"username of any case":                {" aLICE ", "wonderland", nil},
		"wrong password":                      {"alice", "Wonderland", core.ErrWrongPassword},
		"empty password":                      {"alice", "", core.ErrWrongPassword},
		"very long password":                  {"alice", string(make([]byte, 1<<20)), core.ErrWrongPassword},
		"M-09 unknown user":                   {"nobody", "wonderland", core.ErrWrongPassword},
		"M-09 disabled user":                  {"gone", "gone", core.ErrWrongPassword},
		"NUL after the user":                  {"alice\x00", "wonderland", core.ErrWrongPassword},
		"RFC 8265 umlauts of two code points": {"Zoe\u0308", "pa\u0308ss", nil},
	} {
		t.Run(name, func(t *testing.T) {
			u, err := d.Authenticate(t.Context(), tt.username, tt.password)
			if !errors.Is(err, tt.want) || (err == nil) != (u != nil) {
				t.Errorf("got %v, %v, want %v", u, err, tt.want)
			}
		})
	}
}

func TestAuthenticateEndsWithItsContext(t *testing.T) {
	d := directory.New(directory.Options{HashMemory: 1})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var wg sync.WaitGroup
	for range 20 { // some get a slot; the others must not wait for one
		wg.Go(func() {
			if _, err := d.Authenticate(ctx, "a", "b"); err == nil {
				t.Error("nobody signed in, but there is no error")
			}
		})
	}
	wg.Wait()
}

func TestDisabledUsersAreNotFound(t *testing.T) {
	d := example(t)
	if _, err := d.FindUser("2"); !errors.Is(err, core.ErrNotFound) {
		t.Errorf("disabled: got %v", err)
	}
	if u, err := d.FindUser("1"); err != nil || u.Username != "Alice" {
		t.Errorf("alice: got %v, %v", u, err)
	}
	if _, err := d.FindClient("ghost"); !errors.Is(err, core.ErrNotFound) {
		t.Errorf("unknown client: got %v", err)
	}
}

func TestDemoUsersAreThoseWithADemoPassword(t *testing.T) {
	if got := example(t).DemoUsers(); len(got) != 1 || got[0].Subject != "1" {
		t.Errorf("got %v, want alice", got)
	}
	off := directory.New(directory.Options{Users: []*core.User{{Subject: "1", Username: "a", DemoPassword: "p"}}})
	if got := off.DemoUsers(); len(got) != 0 {
		t.Errorf("without demo: got %v, want none", got)
	}
}

func TestAudience(t *testing.T) { // RFC 8707 §2
	d := example(t)
	for name, tt := range map[string]struct {
		scope oauth.Scope
		asked []string
		want  []string
		err   error
	}{
		"owner of the scope":               {oauth.Scope{"openid", "notes:read"}, nil, []string{notes}, nil},
		"both owners":                      {oauth.Scope{"mail:read", "notes:read"}, nil, []string{notes, mail}, nil},
		"no owner is the issuer":           {oauth.Scope{"openid"}, nil, []string{issuer}, nil},
		"F-27 narrowed":                    {oauth.Scope{"mail:read", "notes:read"}, []string{mail}, []string{mail}, nil},
		"F-27 unknown resource":            {oauth.Scope{"notes:read"}, []string{"https://ghost.example"}, nil, directory.ErrUnknownResource},
		"F-27 resource that owns no scope": {oauth.Scope{"notes:read"}, []string{mail}, nil, directory.ErrUnknownResource},
		"F-27 resource without any scope":  {nil, []string{notes}, nil, directory.ErrUnknownResource},
		"F-27 one known, one unknown":      {oauth.Scope{"notes:read"}, []string{notes, "x"}, nil, directory.ErrUnknownResource},
		"RFC 3986 §6.2.3 empty path":       {oauth.Scope{"notes:read"}, []string{notes + "/"}, []string{notes}, nil},
		"another path":                     {oauth.Scope{"notes:read"}, []string{notes + "/x"}, nil, directory.ErrUnknownResource},
		"otherwise octet by octet":         {oauth.Scope{"notes:read"}, []string{"HTTPS" + notes[5:]}, nil, directory.ErrUnknownResource},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := d.Audience(tt.scope, tt.asked)
			if !errors.Is(err, tt.err) || !slices.Equal(got, tt.want) {
				t.Errorf("got %v, %v, want %v, %v", got, err, tt.want, tt.err)
			}
		})
	}
}

func TestScopesAreDescribed(t *testing.T) {
	d := example(t)
	for _, token := range d.ScopesSupported() {
		if text, ok := d.DescribeScope(token); !ok || text == "" {
			t.Errorf("%s has no words", token)
		}
	}
	if _, ok := d.DescribeScope("admin"); ok {
		t.Error("a scope that does not exist has words")
	}
}
