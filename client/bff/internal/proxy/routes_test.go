package proxy_test

import (
	"net/url"
	"path"
	"strings"
	"testing"
	"unicode/utf8"

	"quartet.example/client/bff/internal/proxy"
)

func TestRoutesRefused(t *testing.T) {
	for _, entry := range []string{
		"", "GET", "get /notes", "GET notes", "GET /notes/", "GET /a/../b", "GET /a%2fb", "GET //a", "GET /a*", "GET /*.json", " /a", "GET /**/a", "GET /a**", "GET /***", "GET **",
		"* /a", "GET,POST /a", "CONNECT /a", "TRACE /a", // TRACE sends the token of the call back (RFC 9110 §9.3.8)
	} {
		if _, err := proxy.ParseRoutes([]string{entry}); err == nil {
			t.Errorf("%q: got no error", entry)
		}
	}
}

func TestRoutesMatch(t *testing.T) {
	routes, err := proxy.ParseRoutes([]string{"GET /notes/*", "DELETE /notes/7", "POST /files/**", "PUT /files/*/parts/**"})
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		"/notes/8": "GET HEAD", "/notes/7": "DELETE GET HEAD", // every pattern counts, whatever its length and place
		"/notes": "", "/notes/": "", "/notes/7/8": "", "/n%6ftes/7": "", "/Notes/7": "",
		"/files/a": "POST", "/files/a/b/c": "POST", "/files": "", "/files/": "", "/files/a/": "", "/files//a": "",
		"/files/1/parts/2": "POST PUT", "/files/1/parts/2/3": "POST PUT", "/files/1/parts": "POST", "/files/1/2/parts/3": "POST",
		"/files/a%20b": "POST", "/files/..": "", "/files/../notes/7": "", "/files/%2e%2e/a": "", "/files/a%2fb": "", "/files/a%2Fb": "", "/files/.": "", "/files/..;/a": "", "/files/%252e": "",
		"/filesystem/a": "", "/files-a": "", "/x/files/a": "",
	} {
		if got := strings.Join(routes.Methods(path), " "); got != want {
			t.Errorf("%s: got %q, want %q", path, got, want)
		}
	}
}

// A path that is let through means the same to every server that may read it:
// one that decodes it once or twice, and one that removes dot segments before or
// after decoding.
func FuzzPath(f *testing.F) {
	for _, seed := range []string{
		"/notes", "/notes/7", "/notes/..", "/notes/%2e%2e", "/notes//", "/notes/a%2fb", `/notes/\`, "/notes/;x", "/notes/\x00", "/notes/a@b:c+d", "/notes/caf%C3%A9",
		"/notes/%252e%252e", "/notes/%00", "/notes/%c0%af", "/notes/%e2%88%95", "/notes/..%3b", "/notes/%3F%23", "/notes/.%2e",
	} {
		f.Add(seed)
	}
	routes, err := proxy.ParseRoutes([]string{"GET /notes", "GET /notes/*", "GET /notes/*/**"})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, p string) {
		if !proxy.IsUnambiguous(p) || len(routes.Methods(p)) == 0 {
			return
		}
		once, err := url.PathUnescape(p)
		if err != nil {
			t.Fatalf("%q was let through: %v", p, err)
		}
		twice, err := url.PathUnescape(once)
		if err != nil || twice != once || !utf8.ValidString(once) || strings.ContainsFunc(once, func(r rune) bool { return r < ' ' || r == 0x7f }) {
			t.Errorf("%q was let through: it decodes to %q, then to %q", p, once, twice)
		}
		for _, read := range []string{p, once} {
			if path.Clean(read) != read || !strings.HasPrefix(read, "/notes") || strings.ContainsAny(read, `\;`) {
				t.Errorf("%q was let through: some server reads %q", p, read)
			}
		}
		if u, err := url.Parse("http://api.localhost" + p); err != nil || u.EscapedPath() != p {
			t.Errorf("%q does not go on as it came", p)
		}
	})
}

// What is text in one segment passes, however it is encoded.
func TestTextInASegmentPasses(t *testing.T) {
	for _, p := range []string{
		"/notes/a@b.example", "/notes/2026-11-29T10:00:00+01:00", "/notes/a%20b", "/notes/caf%C3%A9", "/notes/caf%c3%a9", "/notes/%E6%97%A5%E6%9C%AC", "/notes/%3F%23",
		"/notes/!$&'()*+,=:@-._~", "/notes/...", "/notes/%41", "/notes/.hidden", "/notes/a..b",
	} {
		if !proxy.IsUnambiguous(p) {
			t.Errorf("%q is refused", p)
		}
	}
}
