package clientcheck

import (
	"net/http"
	"net/url"
	"slices"
	"testing"
)

// next must see what browsers see: otherwise an open redirect would pass.
func TestNextReadsAddressesAsBrowsersDo(t *testing.T) {
	at, _ := url.Parse("http://127.0.0.1:8080/callback")
	meta := `<meta http-equiv="refresh" content="0; url=/home">`
	for name, tt := range map[string]struct {
		status int
		header http.Header
		body   string
		want   string
	}{
		"a path":                {302, http.Header{"Location": {"/home"}}, "", "http://127.0.0.1:8080/home"},
		"two slashes":           {302, http.Header{"Location": {"//attacker.example/"}}, "", "http://attacker.example/"},
		"a backslash":           {302, http.Header{"Location": {`/\attacker.example/`}}, "", "http://attacker.example/"},
		"a tab":                 {302, http.Header{"Location": {"/\t/attacker.example/"}}, "", "http://attacker.example/"},
		"a redirect to nowhere": {302, http.Header{}, "", ""},
		"Location of a page":    {200, http.Header{"Location": {"/home"}}, "", ""},
		"Refresh at once":       {200, http.Header{"Refresh": {"0; url=/home"}}, "", "http://127.0.0.1:8080/home"},
		"Refresh later":         {200, http.Header{"Refresh": {"60; url=/home"}}, "", ""},
		"a meta element":        {200, http.Header{"Content-Type": {"text/html"}}, meta, "http://127.0.0.1:8080/home"},
		"the same as text":      {200, http.Header{"Content-Type": {"text/plain"}}, meta, ""},
	} {
		t.Run(name, func(t *testing.T) {
			got := ""
			if u := (hop{url: at, status: tt.status, header: tt.header, body: tt.body}).next(); u != nil {
				got = u.String()
			}
			if got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// A secret is found wherever a script or a log would find it, and only there.
func TestHasFindsSecretsWhereScriptsDo(t *testing.T) {
	at, _ := url.Parse("http://127.0.0.1:8080/")
	for name, tt := range map[string]struct {
		h    hop
		want string
	}{
		"body":            {hop{url: at, body: "a token: tok3n"}, "the body"},
		"redirect":        {hop{url: at, header: http.Header{"Location": {"/#tok3n"}}}, "the redirect"},
		"readable cookie": {hop{url: at, header: http.Header{"Set-Cookie": {"t=tok3n"}}}, "the readable cookie t"},
		"hidden cookie":   {hop{url: at, header: http.Header{"Set-Cookie": {"t=tok3n; HttpOnly"}}}, ""},
		"nowhere":         {hop{url: at, body: "hello"}, ""},
	} {
		if got := tt.h.has("tok3n"); got != tt.want {
			t.Errorf("%s: got %q, want %q", name, got, tt.want)
		}
	}
}

func TestWeaknesses(t *testing.T) {
	for name, tt := range map[string]struct {
		values []string
		want   []string
	}{
		"random":           {[]string{"kX3mPq7vTz1wYb9c", "Rj5nLs8dFg2hUa4e"}, nil},
		"short":            {[]string{"kX3", "Rj5nLs8dFg2hUa4e"}, []string{"x has 3 characters, want 16 or more"}},
		"missing":          {[]string{"", "Rj5nLs8dFg2hUa4e"}, []string{"x has 0 characters, want 16 or more"}},
		"the same":         {[]string{"kX3mPq7vTz1wYb9c", "kX3mPq7vTz1wYb9c"}, []string{"x is the same in two sign-ins"}},
		"counting upwards": {[]string{"0000000000000041", "0000000000000042"}, []string{"x is mostly the same in two sign-ins"}},
	} {
		if got := weaknesses("x", 16, tt.values); !slices.Equal(got, tt.want) {
			t.Errorf("%s: got %q, want %q", name, got, tt.want)
		}
	}
}
