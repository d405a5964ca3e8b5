package walk_test

import (
	"context"
	"errors"
	"net/url"
	"strings"
	"testing"

	"quartet.example/demo/e2e/browser"
	"quartet.example/demo/walk"
	"quartet.example/shared/trace"
)

// reader is a person who signs in as alice with a browser of their own.
type reader struct {
	t     *testing.T
	paste bool // the browser does not reach the redirect URI, so the person pastes the address
}

func (r reader) SignIn(ctx context.Context, address string) (string, error) {
	b := browser.New(r.t)
	if r.paste {
		b.StopAt("https://client.example/")
	}
	b.Open(address)
	if b.Has("input[type=password]") {
		b.Login("alice", "wonderland")
	}
	if b.Has("button[value=allow]") {
		b.Approve()
	}
	if r.paste {
		return b.StoppedAt().String(), nil
	}
	<-ctx.Done()
	return "", nil
}

func (r reader) Open(_ context.Context, address, enter string) error {
	b := browser.New(r.t).Open(address).Login("alice", "wonderland")
	b.Submit("input[name=user_code]", url.Values{"user_code": {enter}}).Approve()
	return nil
}

// Of another server only the client's messages are known, and the person signs in.
func TestAnotherServer(t *testing.T) {
	ours := embedded(t)
	for name, tt := range map[string]struct {
		part  walk.Part
		paths string // of the messages, in their order
	}{
		"code-pkce":          {walk.WebApp, "/callback /token"},
		"par":                {walk.WebApp, "/par /callback /token"},
		"refresh":            {walk.WebApp, "/callback /token /token"},
		"oidc":               {walk.WebApp, "/callback /token /jwks /userinfo"},
		"client-credentials": {walk.Machine, "/token"},
		"dpop":               {walk.Machine, "/token"},
		"device":             {walk.Device, "/device_authorization /token /token"},
	} {
		t.Run(name, func(t *testing.T) {
			target := walk.Elsewhere(ours.Issuer, ours.Clients[tt.part])
			r, err := walk.Run(t.Context(), name, target, walk.Options{Person: reader{t: t}})
			if err != nil {
				t.Fatal(err)
			}
			var paths []string
			for _, h := range r.Flow.Hops {
				paths = append(paths, h.Path())
				if h.To == trace.AuthServer && len(h.Checks) > 0 {
					t.Errorf("%s has checks of the server", h.Path())
				}
			}
			if got := strings.Join(paths, " "); got != tt.paths {
				t.Errorf("got %q, want %q", got, tt.paths)
			}
		})
	}
}

// A server that refuses a request ends the walk with its error code.
func TestRefusalNamesTheErrorCode(t *testing.T) {
	ours := embedded(t)
	wrong := ours.Clients[walk.Machine]
	wrong.Secret = "wrong"
	_, err := walk.Run(t.Context(), "client-credentials", walk.Elsewhere(ours.Issuer, wrong), walk.Options{})
	var refused *walk.Refused
	if !errors.As(err, &refused) || refused.Code != "invalid_client" {
		t.Errorf("got %v, want a refusal with invalid_client", err)
	}
}

// Without a server, without the grant, or without a person to sign in, the flow is not tried.
func TestFlowThatCannotBeTried(t *testing.T) {
	ours := embedded(t)
	for name, tt := range map[string]struct {
		flow   string
		target *walk.Target
		want   string
	}{
		"there is no server": {"code-pkce", walk.Elsewhere("http://127.0.0.1:1", walk.ClientKey{ID: "x"}), "no metadata"},
		"nobody signs in":    {"code-pkce", walk.Elsewhere(ours.Issuer, ours.Clients[walk.WebApp]), "nobody at the terminal"},
		"there is no API":    {"resource", walk.Elsewhere(ours.Issuer, ours.Clients[walk.Machine]), "an API"},
		"an unknown flow":    {"x", ours, `no flow "x"`},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := walk.Run(t.Context(), tt.flow, tt.target, walk.Options{})
			var refused *walk.Refused
			if err == nil || errors.As(err, &refused) || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want an error with %q", err, tt.want)
			}
		})
	}
}
