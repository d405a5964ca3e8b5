package core_test

import (
	"net/url"
	"strings"
	"testing"

	"quartet.example/client/bff/internal/core"
)

// L-12: after login the browser stays on this origin (RFC 9700 §4.11.1).
func TestIsLocalPath(t *testing.T) {
	for name, tt := range map[string]struct {
		in   string
		want bool
	}{
		"root":                                  {"/", true},
		"path with query and fragment":          {"/notes?sort=new#last", true},
		"a URL in the query is only data":       {"/search?q=http://evil.example/", true},
		"empty":                                 {"", false},
		"relative path":                         {"notes", false},
		"L-12 absolute URL":                     {"https://evil.example", false},
		"L-12 scheme-relative URL":              {"//evil.example", false},
		"L-12 three slashes":                    {"///evil.example", false},
		"L-12 scheme without slashes":           {"https:evil.example", false},
		"L-12 javascript":                       {"javascript:alert(1)", false},
		"L-12 own host on another port":         {"http://app.localhost:9999/", false},
		"backslash after slash":                 {`/\evil.example`, false},
		"two backslashes":                       {`\\evil.example`, false},
		"tab between slashes":                   {"/\t/evil.example", false},
		"newline between slashes":               {"/\n/evil.example", false},
		"leading space":                         {" //evil.example", false},
		"encoded slash":                         {"/%2fevil.example", false},
		"encoded backslash":                     {"/%5Cevil.example", false},
		"twice encoded slash":                   {"/%252fevil.example", false},
		"encoded tab":                           {"/%09/evil.example", false},
		"dot segment that uncovers two slashes": {"/.//evil.example", false},
		"parent segment":                        {"/a/../..//evil.example", false},
		"encoded dot segment":                   {"/%2e%2e//evil.example", false},
		"NUL":                                   {"/\x00", false},
		"header injection":                      {"/\r\nSet-Cookie: a=b", false},
		"not ASCII":                             {"/\u2215evil.example", false},
		"too long":                              {"/" + strings.Repeat("a", 1024), false},
	} {
		t.Run(name, func(t *testing.T) {
			if got := core.IsLocalPath(tt.in); got != tt.want {
				t.Errorf("IsLocalPath(%q): got %v, want %v", tt.in, got, tt.want)
			}
		})
	}
}

func FuzzIsLocalPath(f *testing.F) {
	for _, seed := range []string{"/", "//e", `/\e`, "/\t/e", "/%2f/e", "/a?b=//c", "https:e", "/;@e", "/#//e"} {
		f.Add(seed)
	}
	home, _ := url.Parse("http://app.localhost:8080/callback")
	f.Fuzz(func(t *testing.T, s string) {
		if !core.IsLocalPath(s) {
			return
		}
		for _, reading := range []string{s, asBrowser(s)} {
			u, err := home.Parse(reading)
			if err != nil || u.Host != home.Host || u.Scheme != home.Scheme || u.User != nil {
				t.Errorf("%q is read as %v (%v): leaves the origin", s, u, err)
			}
		}
	})
}

// asBrowser does to a URL what the URL Standard does before parsing.
func asBrowser(s string) string {
	s = strings.TrimFunc(s, func(r rune) bool { return r <= ' ' })
	return strings.NewReplacer("\t", "", "\n", "", "\r", "", `\`, "/").Replace(s)
}
