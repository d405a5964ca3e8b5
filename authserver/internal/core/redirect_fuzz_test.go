package core_test

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"quartet.example/authserver/internal/core"
)

// FuzzMayRedirectTo: what a client may redirect to is registered, octet by octet;
// for a native client, but for the port on loopback (RFC 8252 §7.3).
func FuzzMayRedirectTo(f *testing.F) {
	registered := []string{"https://app.example/cb", "http://127.0.0.1/callback", "http://[::1]/callback?x=1", "com.example.native:/callback", "http://localhost/callback"}
	for _, seed := range append(slices.Clone(registered),
		"http://127.0.0.1:51004/callback", "http://127.0.0.1:/callback", "http://127.0.0.1:123456/callback", "http://127.0.0.1:1@evil/callback",
		"https://app.example:443/cb", "http://[::1]:1/callback?x=1", "http://[::1]:1/callback", "http://127.0.0.1:51004/callback#f", "http://localhost:1/callback", "http://localhost:1/other", "http://localhost.evil:1/callback") {
		f.Add(seed)
	}
	web := &core.Client{ApplicationType: core.ApplicationWeb, RedirectURIs: registered}
	native := &core.Client{ApplicationType: core.ApplicationNative, RedirectURIs: registered}
	anyPort := &core.Client{ApplicationType: core.ApplicationWeb, AnyLoopbackPort: true, RedirectURIs: registered}
	f.Fuzz(func(t *testing.T, uri string) {
		if anyPort.MayRedirectTo(uri) != native.MayRedirectTo(uri) { // no registered URI has a name below localhost
			t.Errorf("a client with any port and a native client differ about %q", uri)
		}
		if web.MayRedirectTo(uri) != slices.Contains(registered, uri) {
			t.Errorf("a web client may redirect to %q", uri)
		}
		if !native.MayRedirectTo(uri) || slices.Contains(registered, uri) {
			return
		}
		u, err := url.Parse(uri)
		if err != nil || u.User != nil || u.Fragment != "" || u.Scheme != "http" || !slices.Contains([]string{"127.0.0.1", "::1", "localhost"}, u.Hostname()) {
			t.Fatalf("a native client may redirect to %q", uri)
		}
		if !slices.Contains(registered, strings.Replace(uri, ":"+u.Port()+"/", "/", 1)) {
			t.Errorf("a native client may redirect to %q", uri)
		}
	})
}
