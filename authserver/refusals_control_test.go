package authserver_test

import (
	"net/http"
	"strings"
	"testing"
)

func TestChecksOfTheControlAPIRefuse(t *testing.T) {
	send := func(s *scene, body string, change func(*http.Request)) {
		r, err := http.NewRequestWithContext(s.t.Context(), http.MethodPost, s.srv.URL+"/control/tokens", strings.NewReader(body))
		if err != nil {
			s.t.Fatal(err)
		}
		r.Header.Set("Content-Type", "application/json")
		change(r)
		_, _, s.body = do(s.t, s.srv, r)
	}
	with := func(name, value string) func(*http.Request) {
		return func(r *http.Request) { r.Header.Set(name, value) }
	}
	refusals{
		"as.control.site":    func(s *scene) { send(s, "{}", with("Origin", "https://evil.example")) },
		"as.control.token":   func(s *scene) { send(s, "{}", with("Authorization", "Bearer x")) },
		"as.control.caller":  func(s *scene) { send(s, "{}", with("X-Forwarded-For", "127.0.0.1")) },
		"as.control.host":    func(s *scene) { send(s, "{}", func(r *http.Request) { r.Host = "evil.example" }) },
		"as.control.json":    func(s *scene) { send(s, "{}", with("Content-Type", "text/plain")) },
		"as.control.members": func(s *scene) { send(s, `{"scop":"notes:read"}`, func(*http.Request) {}) },
		"as.tenant.site": func(s *scene) {
			r := request(s.t, http.MethodGet, s.srv.URL+"/other/token", nil)
			r.Header.Set("Origin", "https://evil.example")
			_, _, s.body = do(s.t, s.srv, r)
		},
	}.run(t)
}
