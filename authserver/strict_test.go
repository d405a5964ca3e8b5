package authserver_test

import (
	"cmp"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"testing"

	"quartet.example/authserver"
	"quartet.example/authserver/authservertest"
)

// wrongValues are invalid values for every parameter with a defined form.
var wrongValues = map[string]string{
	"a URL": "http://evil.example/", "script": "javascript:alert(1)", "markup": `"><script>`, "line breaks": "a\r\nSet-Cookie: x=y", "JSON": `[1]`,
	"a negative number": "-1", "a huge number": "1e99", "beyond 64 bits": "99999999999999999999", "no ASCII": "é\u202e😀", "a percent sign": "%", "a backslash": `\`,
}

func TestStrangeRequests(t *testing.T) {
	srv := authservertest.Start(t, authservertest.WithConfig(func(cfg *authserver.Config) { cfg.ClientAttempts = 1000 }))
	for name, e := range endpoints() {
		t.Run(name, func(t *testing.T) {
			for _, param := range slices.Sorted(maps.Keys(e.params)) {
				t.Run(param, func(t *testing.T) { strangeParameter(t, srv, e, param) })
			}
			strangeForms(t, srv, e)
		})
	}
}

// strangeParameter sends invalid values of one parameter.
func strangeParameter(t *testing.T, srv *authservertest.Server, e endpoint, param string) {
	for name, value := range wrongValues {
		t.Run("wrong value: "+name, func(t *testing.T) {
			s := stranger{t, srv}
			got, want := s.ask(e, e.form(param, value)), e.wrong[param]
			if want == "" {
				want = s.ask(e, e.form()) // the parameter accepts any text
			}
			s.want(got, want)
		})
	}
	for name, value := range map[string]string{"NUL": "a\x00b", "no UTF-8": "\xff\xfe"} {
		t.Run(name, func(t *testing.T) {
			s := stranger{t, srv}
			s.want(s.ask(e, e.form(param, value)), badRequest)
		})
	}
	t.Run("an empty parameter, or one in the query, is ignored", func(t *testing.T) { // RFC 6749 §3.2
		s := stranger{t, srv}
		without := s.ask(e, e.form(param, ""))
		empty := e.form()
		empty.Set(param, "")
		s.want(s.ask(e, empty), without)
		s.want(s.ask(e, e.form(param, ""), func(r *http.Request) { r.URL.RawQuery = url.Values{param: {e.params[param]}}.Encode() }), without)
	})
	for name, second := range map[string]string{"the same": e.params[param], "another": "other", "an empty one": ""} {
		t.Run("C-15 twice, "+name, func(t *testing.T) {
			s, form := stranger{t, srv}, e.form()
			form.Add(param, second)
			if slices.Contains(e.repeat, param) {
				s.ask(e, form)
				return
			}
			s.want(s.ask(e, form), badRequest)
		})
	}
}

// strangeForms sends requests with other faults, such as a wrong media type.
func strangeForms(t *testing.T, srv *authservertest.Server, e endpoint) {
	for _, media := range []string{"", "*/*", "text/plain", "application/json", "application/xml", "multipart/form-data; boundary=x", "application/x-www-form-urlencoded; charset=utf-16", "application/x-www-form-urlencoded;;"} {
		t.Run("C-02 Content-Type "+cmp.Or(media, "none"), func(t *testing.T) {
			s := stranger{t, srv}
			s.want(s.ask(e, e.form(), func(r *http.Request) { r.Header.Set("Content-Type", media) }), badRequest)
		})
	}
	for name, change := range map[string]func(*http.Request){
		"compressed":         func(r *http.Request) { r.Header.Set("Content-Encoding", "gzip") },
		"two media types":    func(r *http.Request) { r.Header.Add("Content-Type", "text/plain") },
		"two authorizations": func(r *http.Request) { r.Header["Authorization"] = []string{"Basic x", "Bearer y"} },
	} {
		t.Run(name, func(t *testing.T) {
			if e.path == "/logout" && name == "two authorizations" {
				t.Skip("a page, which needs no client authentication")
			}
			s := stranger{t, srv}
			s.want(s.ask(e, e.form(), change), badRequest)
		})
	}
	t.Run("a secret and an assertion", func(t *testing.T) { // RFC 6749 §2.3
		if e.path == "/logout" {
			t.Skip("a page, which needs no client authentication")
		}
		s := stranger{t, srv}
		s.want(s.ask(e, e.form("client_secret", "s", "client_assertion", "a", "client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")), badRequest)
	})
	t.Run("too many parameters", func(t *testing.T) {
		s, form := stranger{t, srv}, e.form()
		for i := range 200 {
			form.Set(fmt.Sprint("x", i), "y")
		}
		s.want(s.ask(e, form), badRequest)
	})
	for _, method := range []string{http.MethodPut, http.MethodPatch, http.MethodDelete, "PROPFIND"} {
		t.Run("C-03 "+method, func(t *testing.T) {
			s := stranger{t, srv}
			s.want(s.ask(e, e.form(), func(r *http.Request) { r.Method = method }), "405 invalid_request")
		})
	}
}
