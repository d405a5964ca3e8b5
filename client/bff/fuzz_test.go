package bff_test

import (
	"bufio"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path"
	"regexp"
	"strings"
	"testing"
)

// quiet is a rig that lasts for many inputs, and remembers little of them.
func quiet(f *testing.F) *rig {
	f.Helper()
	r := newRig(f)
	r.log.out = io.Discard
	return r
}

var allowed = regexp.MustCompile(`^/(whoami|notes(/[^/\\;]+)?)$`)

// Whatever the request line says: what reaches the resource server is a path of
// the list, read in one way, octet by octet as it was sent, under the token of the
// session.
func FuzzProxyPath(f *testing.F) {
	r := quiet(f)
	id := r.signedIn(f).sessionID()
	f.Fuzz(func(t *testing.T, target string) {
		line := "GET /api" + target + " HTTP/1.1\r\nHost: app.localhost:8080\r\nX-Requested-With: quartet\r\n"
		request, err := http.ReadRequest(bufio.NewReader(strings.NewReader(line + "Cookie: " + sessionCookie + "=" + id + "\r\n\r\n")))
		if err != nil {
			t.Skip("not a request")
		}
		r.api.forget()
		w := httptest.NewRecorder()
		r.app.ServeHTTP(w, request)
		if w.Code >= http.StatusInternalServerError && w.Code != http.StatusNotImplemented {
			t.Errorf("%q: got %d %s", target, w.Code, w.Body)
		}
		if r.api.count() == 0 {
			if w.Code < http.StatusBadRequest {
				t.Errorf("%q: got %d without a call upstream", target, w.Code)
			}
			return
		}
		got, _ := r.api.last(t)
		for _, p := range []string{got.URL.EscapedPath(), got.URL.Path} { // encoded, and decoded
			if !allowed.MatchString(p) || path.Clean(p) != p || r.api.count() != 1 {
				t.Errorf("%q: got %q upstream", target, p)
			}
		}
		if sent, _, _ := strings.Cut(target, " "); got.RequestURI != sent {
			t.Errorf("got %q upstream, want %q", got.RequestURI, sent)
		}
		if token := got.Header["Authorization"]; len(token) != 1 || !r.Accepts(strings.TrimPrefix(token[0], "Bearer ")) {
			t.Errorf("%q: got Authorization %q upstream", target, token)
		}
	})
}

func (a *api) forget() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.calls, a.bodies = nil, nil
}

// Whatever comes back from the authorization server: it signs nobody in but with
// the state of this browser, a code that was redeemed, and each of them once. In
// the input STATE, CODE and ISS stand for the right values.
func FuzzCallback(f *testing.F) {
	r := quiet(f)
	own := httptest.NewRecorder() // the page without a word from outside
	bare := httptest.NewRequestWithContext(f.Context(), http.MethodGet, home+"/callback", http.NoBody)
	bare.Header.Set("Accept", "text/html")
	r.app.ServeHTTP(own, bare)
	f.Fuzz(func(t *testing.T, query string) {
		start := httptest.NewRecorder()
		r.app.ServeHTTP(start, httptest.NewRequestWithContext(t.Context(), http.MethodGet, home+"/login?return_to=/livez", http.NoBody))
		right := r.Approve(t, start.Header().Get("Location"))
		filled := strings.NewReplacer("STATE", right.Get("state"), "CODE", right.Get("code"), "ISS", url.QueryEscape(right.Get("iss"))).Replace(query)
		request, err := http.ReadRequest(bufio.NewReader(strings.NewReader("GET /callback?" + filled + " HTTP/1.1\r\nHost: app.localhost:8080\r\nAccept: text/html\r\n\r\n")))
		if err != nil {
			t.Skip("not a request")
		}
		for _, c := range start.Result().Cookies() {
			request.AddCookie(c)
		}
		before := len(r.Requests("/token"))
		w := httptest.NewRecorder()
		r.app.ServeHTTP(w, request)
		asked, signedIn := len(r.Requests("/token"))-before, strings.Contains(strings.Join(w.Header()["Set-Cookie"], "\n"), sessionCookie+"=")
		got := request.URL.Query()
		failed := strings.Join(got["error"], "") != "" // RFC 6749 §3.1: without a value is as if omitted
		whole := len(got["state"]) == 1 && got.Get("state") == right.Get("state") && len(got["code"]) == 1 && got.Get("code") == right.Get("code") &&
			len(got["iss"]) == 1 && got.Get("iss") == right.Get("iss") && !failed
		denied := got.Get("error") == "access_denied" && w.Code == http.StatusSeeOther && strings.HasPrefix(w.Header().Get("Location"), "/login/denied?")
		switch {
		case w.Code >= http.StatusInternalServerError:
			t.Errorf("%q: got %d %s", query, w.Code, w.Body)
		case signedIn && (!whole || w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/livez"):
			t.Errorf("%q: signed in, with %d to %q", query, w.Code, w.Header().Get("Location"))
		case !signedIn && w.Code < http.StatusBadRequest && !denied:
			t.Errorf("%q: got %d and no session", query, w.Code)
		case asked > 0 && (len(got["code"]) != 1 || failed || got.Get("state") != right.Get("state")):
			t.Errorf("%q: the token endpoint was asked", query)
		case echoes(w.Body.String(), own.Body.String(), got):
			t.Errorf("%q: the page has it as it came: %s", query, w.Body)
		}
	})
}

// echoes tells whether a page repeats markup of the query that is not its own.
func echoes(page, own string, query url.Values) bool {
	for _, values := range query {
		for _, v := range values {
			if strings.Contains(v, "<") && strings.Contains(page, v) && !strings.Contains(own, v) {
				return true
			}
		}
	}
	return false
}
