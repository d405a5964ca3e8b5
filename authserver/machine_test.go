package authserver_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"quartet.example/authserver"
	"quartet.example/authserver/authservertest"
	"quartet.example/shared/oauth"
	"quartet.example/shared/redistest"
)

// Errors of the endpoints for programs are JSON whatever Accept says (RFC 6749 §5.2). Scripts of
// other origins can read the errors of an endpoint that they may call.
func TestRefusalsOfEndpointsForPrograms(t *testing.T) {
	server, rdb := redistest.Server(t)
	srv := authservertest.Start(t, authservertest.WithRedis(rdb), authservertest.WithConfig(func(c *authserver.Config) { c.StartRate = 1 }))
	const form = "application/x-www-form-urlencoded"
	credentials := "client_id=web-post&client_secret=web-post-dev-secret-not-for-production&token="
	refused := map[string]func(path string) *http.Request{
		"of the request": func(path string) *http.Request { return post(srv.URL+path, form, "x=1") },
		"405":            func(path string) *http.Request { return request(t, http.MethodPut, srv.URL+path, nil) },
		"413":            func(path string) *http.Request { return post(srv.URL+path, form, strings.Repeat("x", 300<<10)) },
		"414":            func(path string) *http.Request { return post(srv.URL+path+"?"+strings.Repeat("x", 9<<10), form, "") },
		"415":            func(path string) *http.Request { return post(srv.URL+path, "text/plain", "x") },
		"429, at the endpoints that store a record": func(path string) *http.Request { return post(srv.URL+path, form, "x=1") },
		"503": func(path string) *http.Request {
			server.SetError("LOADING Redis is loading the dataset in memory")
			return post(srv.URL+path, form, credentials+srv.IssueToken(authservertest.Token{User: "alice", Scope: "openid"}))
		},
	}
	for path, open := range map[string]bool{
		"/token": true, "/revoke": true, "/introspect": false, "/par": true, "/device_authorization": true, "/userinfo": true, "/security_events": false,
	} {
		for name, make := range refused {
			t.Run(path+" "+name, func(t *testing.T) {
				defer server.SetError("")
				r := make(path)
				r.Header.Set("Accept", "text/html,application/xhtml+xml")
				r.Header.Set("Origin", "https://app.example")
				status, header, body := do(t, srv, r)
				var said struct{ Error oauth.Code }
				if status < 400 || json.Unmarshal([]byte(body), &said) != nil || !strings.HasPrefix(header.Get("Content-Type"), "application/json") {
					t.Errorf("got %d %s %.60q, want a refusal in JSON", status, header.Get("Content-Type"), body)
				}
				if got := header.Get("Access-Control-Allow-Origin") == "*"; got != open {
					t.Errorf("%d: open to scripts is %t, want %t", status, got, open)
				}
			})
		}
	}
}

func post(url, mediaType, body string) *http.Request {
	r, err := http.NewRequest(http.MethodPost, url, strings.NewReader(body))
	if err != nil {
		panic(err)
	}
	r.Header.Set("Content-Type", mediaType)
	return r
}

// Errors of the pages are HTML.
func TestRefusalsForPeople(t *testing.T) {
	srv := authservertest.Start(t)
	for _, path := range []string{"/authorize", "/consent", "/nowhere"} {
		r := request(t, http.MethodGet, srv.URL+path, nil)
		r.Header.Set("Accept", "text/html")
		if _, header, _ := do(t, srv, r); !strings.HasPrefix(header.Get("Content-Type"), "text/html") {
			t.Errorf("%s: got %s", path, header.Get("Content-Type"))
		}
	}
}
