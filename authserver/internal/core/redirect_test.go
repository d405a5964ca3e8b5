package core_test

import (
	"slices"
	"testing"

	"quartet.example/authserver/internal/core"
)

// A native client comes back at any port of the loopback host that it registered
// (RFC 8252 §7.3, RFC 9700 §2.1), and nowhere else. A client with loopback_ports: any also comes
// back at other names of this machine.
func TestPortOfLoopbackRedirects(t *testing.T) {
	for name, tt := range map[string]struct {
		registered, uri string
		native, web     bool
		any             bool // a web client with AnyLoopbackPort
	}{
		"localhost, another port":        {"http://localhost/cb", "http://localhost:4455/cb", true, false, true},
		"localhost, registered and none": {"http://localhost:3000/cb", "http://localhost/cb", true, false, true},
		"127.0.0.1, another port":        {"http://127.0.0.1/cb", "http://127.0.0.1:4455/cb", true, false, true},
		"another path":                   {"http://localhost/cb", "http://localhost:4455/other", false, false, false},
		"https":                          {"http://localhost/cb", "https://localhost:4455/cb", false, false, false},
		"localhost is not 127.0.0.1":     {"http://localhost/cb", "http://127.0.0.1:4455/cb", false, false, false},
		"a longer name":                  {"http://localhost/cb", "http://localhost.evil.example:4455/cb", false, false, false},
		"a user name":                    {"http://localhost/cb", "http://localhost:1@evil.example/cb", false, false, false},
		"another name of this machine":   {"http://app.localhost/cb", "http://app.localhost:4455/cb", false, false, true},
		"a name of another machine":      {"http://app.localhost/cb", "http://app.localhost.evil.example:4455/cb", false, false, false},
		"another name":                   {"http://app.localhost/cb", "http://web.localhost:4455/cb", false, false, false},
		"::1, another port":              {"http://[::1]:3000/cb", "http://[::1]:4455/cb", true, false, true},
		"another machine, another port":  {"http://app.example/cb", "http://app.example:4455/cb", false, false, false},
		"a port of six digits":           {"http://localhost/cb", "http://localhost:123456/cb", false, false, false},
		"an empty port":                  {"http://localhost/cb", "http://localhost:/cb", false, false, false},
	} {
		t.Run(name, func(t *testing.T) {
			for kind, want := range map[string]bool{core.ApplicationNative: tt.native, core.ApplicationWeb: tt.web} {
				c := &core.Client{ApplicationType: kind, RedirectURIs: []string{tt.registered}}
				if got := c.MayRedirectTo(tt.uri); got != want {
					t.Errorf("%s: got %t, want %t", kind, got, want)
				}
			}
			c := &core.Client{ApplicationType: core.ApplicationWeb, AnyLoopbackPort: true, RedirectURIs: []string{tt.registered}, PostLogoutRedirectURIs: []string{tt.registered}}
			if redirect, logout := c.MayRedirectTo(tt.uri), c.MayReturnAfterLogout(tt.uri); redirect != tt.any || logout != tt.any {
				t.Errorf("any port: got %t, after sign-out %t, want %t", redirect, logout, tt.any)
			}
			c.AnyLoopbackPort = false
			if c.MayReturnAfterLogout(tt.uri) {
				t.Error("after sign-out the port does not count")
			}
		})
	}
}

func TestFindResource(t *testing.T) { // RFC 3986 §6.2.3
	registered := []string{"http://api.example", "https://files.example/", "https://api.example/v1", "urn:example:/"}
	for named, want := range map[string]string{
		"http://api.example": "http://api.example", "http://api.example/": "http://api.example",
		"https://files.example": "https://files.example/", "https://files.example/": "https://files.example/",
		"https://api.example/v1": "https://api.example/v1", "https://api.example/v1/": "",
		"https://api.example/": "", "http://api.example//": "", "http://api.example/?": "", "http://API.example/": "",
		"urn:example:": "", "http:///": "", "": "",
	} {
		if got, _ := core.FindResource(registered, named); got != want {
			t.Errorf("%q: got %q, want %q", named, got, want)
		}
	}
}

func TestRedirectURIsForLeaveOutThePortThatDoesNotCount(t *testing.T) {
	registered := []string{"http://127.0.0.1/callback", "http://[::1]:1/callback", "com.example.native:/callback"}
	native := core.Client{ApplicationType: core.ApplicationNative, RedirectURIs: registered}
	web := core.Client{RedirectURIs: registered}
	for name, tt := range map[string]struct {
		client core.Client
		uri    string
		want   []string
	}{
		"another path":        {native, "http://127.0.0.1:9999/callbacks", []string{"http://127.0.0.1:9999/callback", "http://[::1]:9999/callback", "com.example.native:/callback"}},
		"no port":             {native, "http://127.0.0.1/callbacks", []string{"http://127.0.0.1/callback", "http://[::1]/callback", "com.example.native:/callback"}},
		"no URI":              {native, "http://[", registered},
		"not a native client": {web, "http://127.0.0.1:9999/callbacks", registered},
	} {
		if got := tt.client.RedirectURIsFor(tt.uri); !slices.Equal(got, tt.want) {
			t.Errorf("%s: got %q, want %q", name, got, tt.want)
		}
	}
	if registered[0] != "http://127.0.0.1/callback" {
		t.Error("the registered URIs were changed")
	}
}
