package navigation_test

import (
	"net/http"
	"net/url"
	"testing"

	"quartet.example/demo/navigation"
)

// Next must see what browsers see: otherwise an open redirect would pass.
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
			if u := (navigation.Hop{URL: at, Status: tt.status, Header: tt.header, Body: tt.body}).Next(); u != nil {
				got = u.String()
			}
			if got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}
