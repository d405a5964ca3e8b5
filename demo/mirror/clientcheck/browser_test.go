package clientcheck

import (
	"net/http"
	"net/url"
	"slices"
	"testing"

	"quartet.example/demo/navigation"
)

// A secret is found wherever a script or a log would find it, and only there.
func TestHasFindsSecretsWhereScriptsDo(t *testing.T) {
	at, _ := url.Parse("http://127.0.0.1:8080/")
	for name, tt := range map[string]struct {
		h    navigation.Hop
		want string
	}{
		"body":            {navigation.Hop{URL: at, Body: "a token: tok3n"}, "the body"},
		"redirect":        {navigation.Hop{URL: at, Header: http.Header{"Location": {"/#tok3n"}}}, "the redirect"},
		"readable cookie": {navigation.Hop{URL: at, Header: http.Header{"Set-Cookie": {"t=tok3n"}}}, "the readable cookie t"},
		"hidden cookie":   {navigation.Hop{URL: at, Header: http.Header{"Set-Cookie": {"t=tok3n; HttpOnly"}}}, ""},
		"nowhere":         {navigation.Hop{URL: at, Body: "hello"}, ""},
	} {
		if got := foundIn(tt.h, "tok3n"); got != tt.want {
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
