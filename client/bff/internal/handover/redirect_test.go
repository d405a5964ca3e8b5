package handover_test

import (
	"net/netip"
	"net/url"
	"strings"
	"testing"

	"quartet.example/client/bff/internal/handover"
)

// RFC 8252 §7, §8.3: what an app may be registered with.
func TestParseRedirects(t *testing.T) {
	for s, want := range map[string]bool{
		"https://app.example/back":     true,
		"https://app.example/back?a=b": true,
		"com.example.app:/back":        true,
		"com.example.app:back":         true,
		"http://127.0.0.1/app":         true,
		"http://[::1]/app":             true,
		"http://127.0.0.1":             true,
		"":                             false,
		"/app":                         false,
		"//127.0.0.1/app":              false,
		"http://127.0.0.1:8000/app":    false, // the port is free: one that is named promises what nobody keeps
		"http://localhost/app":         false,
		"http://app.example/back":      false,
		"http://10.0.0.1/app":          false,
		"https:///back":                false,
		"https://a@app.example/":       false,
		"https://app.example/#x":       false,
		"https://app.example/#":        false,
		"notes:/back":                  false, // anybody's
		"javascript:alert(1)":          false,
		"data:text/html,x":             false,
		"%":                            false,
	} {
		if _, err := handover.ParseRedirects([]string{s}); (err == nil) != want {
			t.Errorf("%q: got %v, want accepted %t", s, err, want)
		}
	}
}

func registered(t testing.TB) handover.Redirects {
	all, err := handover.ParseRedirects([]string{"https://app.example/back", "com.example.app:/back", "http://127.0.0.1/app", "http://[::1]/app"})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestAllow(t *testing.T) {
	for uri, want := range map[string]bool{
		"https://app.example/back":      true,
		"com.example.app:/back":         true,
		"http://127.0.0.1/app":          true,
		"http://127.0.0.1:1/app":        true,
		"http://127.0.0.1:65535/app":    true,
		"http://[::1]:49152/app":        true,
		"https://app.example/back/":     false,
		"https://app.example/back?x=y":  false,
		"https://app.example:443/back":  false,
		"HTTPS://app.example/back":      false,
		"com.example.app:/back#x":       false,
		"com.example.app://back":        false,
		"com.example.app.evil:/back":    false,
		"http://127.0.0.1:65536/app":    false,
		"http://127.0.0.1:/app":         false,
		"http://127.0.0.1:080/app":      false,
		"http://127.0.0.1:+80/app":      false,
		"http://127.0.0.1:1/app/app":    false,
		"http://127.0.0.1:1@evil/app":   false,
		"http://127.0.0.1.evil/app":     false,
		"http://127.0.0.2:1/app":        false,
		"http://[::1]/app?x":            false,
		"http://127.0.0.1:1\\@evil/app": false,
		"":                              false,
	} {
		if got := registered(t).Allow(uri); got != want {
			t.Errorf("%q: got %t, want %t", uri, got, want)
		}
	}
}

// However it is spelt: what is allowed leads to the app.
func FuzzAllow(f *testing.F) {
	for _, seed := range []string{"http://127.0.0.1:1/app", "http://[::1]:65535/app", "com.example.app:/back", "https://app.example/back", "http://127.0.0.1:1@evil/app"} {
		f.Add(seed)
	}
	all := registered(f)
	f.Fuzz(func(t *testing.T, uri string) {
		if !all.Allow(uri) || !strings.HasPrefix(uri, "http:") {
			return
		}
		u, err := url.Parse(uri)
		if err != nil {
			t.Fatal(err)
		}
		ip, err := netip.ParseAddr(u.Hostname())
		if err != nil || !ip.IsLoopback() || u.Path != "/app" || u.RawQuery != "" || u.Fragment != "" || u.User != nil {
			t.Errorf("%q is allowed", uri)
		}
	})
}
