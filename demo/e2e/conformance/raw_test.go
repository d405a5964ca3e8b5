package conformance_test

import (
	"errors"
	"net"
	"net/http"
	"strings"
	"testing"

	"quartet.example/demo/e2e/rig"
)

func errorsAs(err error, target *net.Error) bool { return errors.As(err, target) }

func TestSmuggling(t *testing.T) {
	t.Parallel()
	s := rig.Start(t)
	for name, c := range map[string]struct {
		octets  string
		refused bool // true: 4xx or 5xx, and the connection is closed. False: at most one response, and no 2xx for the smuggled request
	}{
		"two lengths that differ":      {"POST /token HTTP/1.1\r\nHost: HOST\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd", true},
		"two hosts":                    {"GET / HTTP/1.1\r\nHost: HOST\r\nHost: evil.example\r\n\r\n", true},
		"no host":                      {"GET / HTTP/1.1\r\n\r\n", true},
		"space before colon":           {"GET / HTTP/1.1\r\nHost: HOST\r\nX-A : b\r\n\r\n", true},
		"NUL in a header":              {"GET / HTTP/1.1\r\nHost: HOST\r\nX-A: b\x00c\r\n\r\n", true},
		"unknown coding":               {"POST /token HTTP/1.1\r\nHost: HOST\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", true},
		"chunked not last":             {"POST /token HTTP/1.1\r\nHost: HOST\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n", true},
		"negative length":              {"POST /token HTTP/1.1\r\nHost: HOST\r\nContent-Length: -1\r\n\r\n", true},
		"length with a plus":           {"POST /token HTTP/1.1\r\nHost: HOST\r\nContent-Length: +3\r\n\r\nabc", true},
		"length and chunked":           {"POST /token HTTP/1.1\r\nHost: HOST\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /livez HTTP/1.1\r\nHost: HOST\r\n\r\n", false},
		"folded header":                {"GET /livez HTTP/1.1\r\nHost: HOST\r\nX-A: b\r\n c\r\n\r\n", false},
		"upgrade to h2c":               {"GET /livez HTTP/1.1\r\nHost: HOST\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n", false},
		"prior knowledge of h2":        {"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", true},
		"line feed in the target":      {"GET /live\nz HTTP/1.1\r\nHost: HOST\r\n\r\n", true},
		"chunk size with an extension": {"POST /token HTTP/1.1\r\nHost: HOST\r\nTransfer-Encoding: chunked\r\n\r\n1;\n\r\nGET /livez HTTP/1.1\r\nHost: HOST\r\n\r\n0\r\n\r\n", false},
	} {
		for role, base := range roles(s) {
			t.Run("O-20 "+name+", "+role, func(t *testing.T) {
				answers, closed := raw(t, base, c.octets)
				switch {
				case len(answers) == 0 && !closed:
					t.Error("no answer")
				case c.refused && len(answers) > 0 && answers[0].StatusCode < 400:
					t.Errorf("got %d, want a refusal", answers[0].StatusCode)
				case c.refused && !closed:
					t.Errorf("got %d, and the connection stays open", answers[0].StatusCode)
				}
				for _, a := range answers {
					if a.StatusCode == http.StatusSwitchingProtocols || a.StatusCode == http.StatusInternalServerError {
						t.Errorf("got %d", a.StatusCode)
					}
				}
			})
		}
	}
}

func TestOpenRedirects(t *testing.T) {
	t.Parallel()
	s := rig.Start(t)
	for role, base := range roles(s) {
		for _, target := range []string{
			"//evil.example%2f..", "//evil.example/%2e%2e", "/\\evil.example/..", "//evil.example/", "/assets//evil.example%2f..", "/assets/..%2f..//evil.example",
			"http://evil.example/", "/%2f%2fevil.example/..", "///evil.example/..", "/login//evil.example%2f..", "/?next=https://evil.example&return_to=https://evil.example&url=https://evil.example",
			"/login?next=//evil.example&return_to=//evil.example", "/logout?post_logout_redirect_uri=https://evil.example/", "/livez/", "/.well-known//evil.example%2f..",
		} {
			t.Run("B-11 O-26 ADV-29 "+target+", "+role, func(t *testing.T) {
				answers, _ := raw(t, base, "GET "+target+" HTTP/1.1\r\nHost: HOST\r\nConnection: close\r\n\r\n")
				for _, a := range answers {
					// The query of the login may contain the target of the attacker; the address of the
					// redirect may not.
					to, _, _ := strings.Cut(a.Header.Get("Location"), "?")
					if strings.Contains(to, "evil.example") || a.StatusCode >= 500 {
						t.Errorf("got %d to %q", a.StatusCode, to)
					}
				}
			})
		}
	}
}
