package bff_test

import (
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"quartet.example/client/bff"
)

// What a browser sends and what the resource server sees of it.
func TestProxyRequestFields(t *testing.T) {
	r := newRig(t)
	b := r.signedIn(t)
	for name, c := range map[string]struct {
		sent header
		want header // the rest must be absent
	}{
		"L-14 credentials of the browser": {header{"Authorization": "Bearer planted", "Proxy-Authorization": "Basic eDp5"}, header{}},
		"where it came from": {
			header{"Origin": home, "Referer": home + "/", "Sec-Fetch-Mode": "cors", "Sec-Ch-Ua": "x", "Sec-Fetch-Dest": "empty"}, header{},
		},
		"who forwarded it": {
			header{"X-Forwarded-For": "1.2.3.4", "X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https", "Forwarded": "for=1.2.3.4", "X-Real-Ip": "1.2.3.4", "Via": "1.1 evil", "X-Original-Url": "/admin"}, header{},
		},
		"RFC 9110 §7.6.1 what belongs to one connection": {
			header{"Connection": "keep-alive, x-hop", "X-Hop": "1", "Keep-Alive": "timeout=5", "Te": "trailers", "Trailer": "X-End", "Upgrade": "h2c", "Http2-Settings": "AAMA", "Proxy-Connection": "keep-alive"}, header{},
		},
		"RFC 9110 §7.6.1 what Connection names does not pass, though it is on the list": {
			header{"Connection": "If-Match, accept-language", "If-Match": `"a"`, "Accept-Language": "en"}, header{},
		},
		"conditional requests": {
			header{"If-None-Match": `"a", "b"`, "If-Match": `"c"`, "If-Modified-Since": "Sun, 22 Nov 2026 10:00:00 GMT"},
			header{"If-None-Match": `"a", "b"`, "If-Match": `"c"`, "If-Modified-Since": "Sun, 22 Nov 2026 10:00:00 GMT"},
		},
		"what kind of answer": {header{"Accept": "application/json", "Accept-Language": "de"}, header{"Accept": "application/json", "Accept-Language": "de"}},
		"method override":     {header{"X-Http-Method-Override": "DELETE", "X-Method-Override": "DELETE"}, header{}},
	} {
		t.Run(name, func(t *testing.T) {
			sent := header{"X-Requested-With": "quartet"}
			for name, value := range c.sent {
				sent[name] = value
			}
			wantStatus(t, b.do("GET", "/api/notes", "", sent), http.StatusOK)
			got, _ := r.api.last(t)
			for name := range got.Header {
				if want := c.want[name]; want != "" && got.Header.Get(name) != want {
					t.Errorf("%s: got %q, want %q", name, got.Header[name], want)
				} else if want == "" && !slices.Contains([]string{"Authorization", "Accept-Encoding", "User-Agent"}, name) {
					t.Errorf("%s: got %q, want nothing", name, got.Header[name])
				}
			}
			for name := range c.want {
				if got.Header.Get(name) == "" {
					t.Errorf("%s does not pass", name)
				}
			}
			if !r.Accepts(strings.TrimPrefix(got.Header.Get("Authorization"), "Bearer ")) {
				t.Errorf("Authorization: got %q, want the token of the session", got.Header.Get("Authorization"))
			}
		})
	}
}

// What the resource server answers and what the browser sees of it.
func TestProxyAnswerFields(t *testing.T) {
	r := newRig(t)
	b := r.signedIn(t)
	for name, c := range map[string]struct{ said, want header }{
		"L-16 CORS of the API": {header{"Access-Control-Allow-Origin": "*", "Access-Control-Allow-Credentials": "true"}, header{"Access-Control-Allow-Origin": "", "Access-Control-Allow-Credentials": ""}},
		"orders to the browser": {
			header{"Set-Cookie": "from=api", "Clear-Site-Data": `"*"`, "Alt-Svc": `h3=":443"`, "Refresh": "0;url=//evil.example", "Service-Worker-Allowed": "/", "Nel": "{}", "Report-To": "{}", "Set-Login": "logged-out"},
			header{"Set-Cookie": "", "Clear-Site-Data": "", "Alt-Svc": "", "Refresh": "", "Service-Worker-Allowed": "", "Nel": "", "Report-To": "", "Set-Login": ""},
		},
		"who it is":                 {header{"Server": "api/1.0", "X-Powered-By": "go", "Via": "1.1 inner"}, header{"Server": "", "X-Powered-By": "", "Via": ""}},
		"its challenges":            {header{"Www-Authenticate": "Basic", "Proxy-Authenticate": "Basic", "Dpop-Nonce": "n"}, header{"Www-Authenticate": "", "Proxy-Authenticate": "", "Dpop-Nonce": ""}},
		"of the connection":         {header{"Keep-Alive": "timeout=9", "Upgrade": "h2c", "Trailer": "X-End"}, header{"Keep-Alive": "", "Upgrade": "", "Trailer": ""}},
		"what Connection names":     {header{"Connection": "ETag", "ETag": `"v1"`}, header{"ETag": ""}},
		"M-04 proxied data is ours": {header{"Cache-Control": "public, max-age=60", "Expires": "Thu, 01 Jan 2099 00:00:00 GMT", "Age": "3"}, header{"Cache-Control": "no-store", "Expires": "", "Age": ""}},
		"security headers are ours": {header{"Content-Security-Policy": "default-src *", "X-Frame-Options": "ALLOWALL"}, header{"Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'", "X-Frame-Options": ""}},
		"a page has more of them":   {header{"Content-Type": "text/html", "X-Frame-Options": "ALLOWALL", "Referrer-Policy": "unsafe-url"}, header{"X-Frame-Options": "DENY", "Referrer-Policy": "no-referrer"}},
		"validators":                {header{"ETag": `W/"v1"`, "Last-Modified": "Sun, 22 Nov 2026 10:00:00 GMT"}, header{"ETag": `W/"v1"`, "Last-Modified": "Sun, 22 Nov 2026 10:00:00 GMT"}},
		"problem details":           {header{"Content-Type": "application/problem+json", "Content-Language": "en"}, header{"Content-Type": "application/problem+json", "Content-Language": "en"}},
		"next page, as a path":      {header{"Link": `</notes?after=a%20b&limit=2>; rel="next"`}, header{"Link": `</api/notes?after=a%20b&limit=2>; rel="next"`}},
		"next page, as an address":  {header{"Link": `<API/notes?after=x>; rel="next", <API/notes>; rel=first`}, header{"Link": `</api/notes?after=x>; rel="next", </api/notes>; rel="first"`}},
		"links elsewhere":           {header{"Link": `<https://evil.example/notes>; rel="next", <//evil.example>; rel="prev"`}, header{"Link": ""}},
		"links that browsers fetch": {header{"Link": `</notes>; rel="preload"; as=fetch, </notes.css>; rel=stylesheet`}, header{"Link": ""}},
		"Location of ours":          {header{"Location": "API/notes/7"}, header{"Location": "/api/notes/7"}},
		"Location elsewhere":        {header{"Location": "https://evil.example/"}, header{"Location": ""}},
		"Location with two slashes": {header{"Location": "//evil.example/"}, header{"Location": ""}},
		"Location of another port":  {header{"Location": "API0/notes"}, header{"Location": ""}},
	} {
		t.Run(name, func(t *testing.T) {
			r.api.becomes(func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", "application/json")
				for name, value := range c.said {
					w.Header().Set(name, strings.ReplaceAll(value, "API", r.api.URL))
				}
				w.WriteHeader(http.StatusCreated)
				_, _ = io.WriteString(w, "{}")
			})
			resp := b.call("GET", "/api/notes", "")
			wantStatus(t, resp, http.StatusCreated)
			for name, want := range c.want {
				if got := resp.Header.Get(name); got != want {
					t.Errorf("%s: got %q, want %q", name, got, want)
				}
			}
		})
	}
}

func TestProxyConditionalRequest(t *testing.T) {
	r := newRig(t)
	b := r.signedIn(t)
	r.api.becomes(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", `"v1"`)
		if r.Header.Get("If-None-Match") == `"v1"` {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		_, _ = io.WriteString(w, "[]")
	})
	resp := b.do("GET", "/api/notes", "", header{"X-Requested-With": "quartet", "If-None-Match": `"v1"`})
	wantStatus(t, resp, http.StatusNotModified)
	if resp.Header.Get("ETag") != `"v1"` || resp.Header.Get("Cache-Control") != "no-store" || body(resp) != "" {
		t.Errorf("got %v %q, want the ETag and no body", resp.Header, body(resp))
	}
}

// A redirect of the resource server is not followed, and not passed on.
func TestProxyRedirects(t *testing.T) {
	r := newRig(t)
	b := r.signedIn(t)
	r.api.becomes(func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "/elsewhere", http.StatusTemporaryRedirect)
	})
	resp := b.call("GET", "/api/notes", "")
	wantStatus(t, resp, http.StatusBadGateway)
	if n := r.api.count(); n != 1 || resp.Header.Get("Location") != "" {
		t.Errorf("got %d calls and Location %q, want one and none", n, resp.Header.Get("Location"))
	}
}

func (a *api) becomes(answer func(w http.ResponseWriter, r *http.Request)) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.answer = answer
}

// Each path and query that can be read in two ways, or is not on the list, ends
// here.
func TestProxyPathsEndHere(t *testing.T) {
	r := newRig(t)
	b := r.signedIn(t)
	for target, want := range map[string]int{
		"/api/notes/%2e%2e/admin": 404, "/api/notes/..%2fadmin": 404, "/api/notes/%2E": 404, "/api/./notes": 404, "/api/notes/.": 404,
		"/api/notes/%252e%252e": 404, "/api/notes/%252fadmin": 404, "/api/notes%252f7": 404, "/api/%6eotes": 404,
		"/api/notes/7%00": 404, "/api/notes/7%0d%0aX-A:b": 404, "/api/notes/%c0%ae%c0%ae": 404, "/api/notes/%e2%88%95": 404,
		"/api/notes;/7": 404, "/api/notes/7;v=1": 404, "/api/notes/..;/admin": 404, "/api/notes/..%3b": 404, "/api/notes/%3b": 404, "/api/notes/.%2e": 404,
		`/api/notes/..\admin`: 404, "/api/notes/..%5cadmin": 404, "/api///notes": 404, "/api//evil.example/notes": 404, "/api/notes//7": 404,
		"/api/notes?a=%zz": 400, "/api/notes?a=%": 400, "/api/notes?a=%4": 400, "/api/notes?a=\xff": 400, "/api/notes?a=x#y": 400, "/api/notes/%zz": 400,
	} {
		t.Run(target, func(t *testing.T) {
			request := "GET " + target + " HTTP/1.1\r\nHost: HOST\r\nX-Requested-With: quartet\r\nConnection: close\r\nCookie: " + sessionCookie + "=" + b.sessionID() + "\r\n\r\n"
			answers := raw(t, serve(t, r.app), request)
			if len(answers) != 1 || answers[0].StatusCode != want {
				t.Errorf("got %v, want one answer, %d", answers, want)
			}
		})
	}
	if n := r.api.count(); n != 0 {
		t.Errorf("got %d calls upstream, want none", n)
	}
}

// RFC 3986 §3.3, §3.4: path and query arrive octet by octet as they were sent.
func TestProxyTargetArrivesAsSent(t *testing.T) {
	for base, options := range map[string][]option{"": nil, "/base/v1": {func(c *bff.Config) { c.APIURL += "/base/v1" }}} {
		r := newRig(t, options...)
		b := r.signedIn(t)
		for _, target := range []string{
			"/notes", "/notes?", "/notes?z=1&a=2", "/notes?a=1%26b%3d2", "/notes?a=%0d%0aX:y", "/notes?a=x%23y", "/notes?x=1&x=2", "/notes?%61=1", "/notes?flag", "/notes?sort=a;b",
			"/notes?a=1+2&b=%2B%26", "/notes?filter[name]=x", "/notes?a=b=c&&", "/notes?u=http://x/../y?z",
			"/notes/a@b.example", "/notes/2026-11-29T10:00:00+01:00", "/notes/a%20b", "/notes/caf%c3%a9", "/notes/caf%C3%A9", "/notes/%41", "/notes/!$&'()*+,=:@-._~", "/notes/%3F%23?x",
		} {
			request := "GET /api" + target + " HTTP/1.1\r\nHost: HOST\r\nX-Requested-With: quartet\r\nConnection: close\r\nCookie: " + sessionCookie + "=" + b.sessionID() + "\r\n\r\n"
			answers := raw(t, serve(t, r.app), request)
			if len(answers) != 1 || answers[0].StatusCode != http.StatusOK {
				t.Errorf("%s: got %v, want one answer, 200", target, answers)
			} else if got, _ := r.api.last(t); got.RequestURI != base+target {
				t.Errorf("got %s, want %s", got.RequestURI, base+target)
			}
		}
	}
}

// RFC 9110 §9.3.2: HEAD is GET without the content.
func TestProxyHead(t *testing.T) {
	r := newRig(t)
	b := r.signedIn(t)
	r.api.becomes(func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("Content-Length", "12345") })
	resp := b.call("HEAD", "/api/notes?x=1", "")
	wantStatus(t, resp, http.StatusOK)
	if got, _ := r.api.last(t); got.Method != "HEAD" || got.RequestURI != "/notes?x=1" || resp.Header.Get("Content-Length") != "12345" || body(resp) != "" {
		t.Errorf("got %s %s upstream and %v", got.Method, got.RequestURI, resp.Header)
	}
	wantStatus(t, b.do("HEAD", "/api/notes", "", header{"Sec-Fetch-Site": "cross-site"}), http.StatusForbidden)
	wantStatus(t, b.call("HEAD", "/api/admin", ""), http.StatusNotFound)
}

// RFC 9110 §10.2.2, RFC 8288 §3.1: an address in an answer is relative to the
// request. One below the base URL of the API becomes ours; no other does.
func TestProxyAddressesBelowABasePath(t *testing.T) {
	r := newRig(t, func(c *bff.Config) { c.APIURL += "/base/v1" })
	b := r.signedIn(t)
	for address, want := range map[string]string{
		"API/base/v1/notes/7": "/api/notes/7", "/base/v1/notes/7?a=%20&b;c": "/api/notes/7?a=%20&b;c", "7": "/api/7", "./notes/7": "/api/notes/7", "notes/7/": "/api/notes/7/",
		"?after=x+y": "/api/notes?after=x+y", "/base/v1/notes/a%20b@c#top": "/api/notes/a%20b@c#top", "/base/v1/api/v1/x": "/api/api/v1/x",
		"/base/v10/notes": "", "/base/notes": "", "/notes/7": "", "/api/v1/notes": "", "/base/v1": "", "/base/v1/../notes": "", "/base/v1/%2e%2e/notes": "", "../../admin": "",
		"//evil.example/base/v1/notes": "", "API@evil.example/base/v1/notes": "", "https://evil.example/base/v1/notes": "", "javascript:alert(1)": "", "/base/v1//evil.example": "", "/base/v1/a%2fb": "",
	} {
		r.api.becomes(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Location", strings.ReplaceAll(address, "API", r.api.URL))
			w.Header().Set("Link", "<"+strings.ReplaceAll(address, "API", r.api.URL)+`>; rel="next"`)
			w.WriteHeader(http.StatusCreated)
		})
		resp := b.call("GET", "/api/notes", "")
		wantStatus(t, resp, http.StatusCreated)
		if got := resp.Header.Get("Location"); got != want {
			t.Errorf("Location %s: got %q, want %q", address, got, want)
		}
		link := ""
		if want != "" {
			link = "<" + want + `>; rel="next"`
		}
		if got := resp.Header.Get("Link"); got != link {
			t.Errorf("Link %s: got %q, want %q", address, got, link)
		}
	}
}
