package token_test

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"quartet.example/authserver/internal/endpointtest"
)

func TestGrantTypes(t *testing.T) {
	s := endpointtest.Start(t)
	for name, tt := range map[string]struct{ client, grantType, want string }{
		"C-05 no grant_type":                                     {"notes", "", "400 invalid_request"},
		"C-05 an unknown grant_type":                             {"notes", "bogus", "400 unsupported_grant_type"},
		"there is no password grant":                             {"notes", "password", "400 unsupported_grant_type"},
		"C-07 a service cannot redeem codes":                     {"service", "authorization_code", "400 unauthorized_client"},
		"C-07 a service cannot refresh":                          {"service", "refresh_token", "400 unauthorized_client"},
		"C-07 a web client cannot act for itself":                {"notes", "client_credentials", "400 unauthorized_client"},
		"C-07 a client without the refresh grant cannot refresh": {"code-only", "refresh_token", "400 unauthorized_client"},
	} {
		t.Run(name, func(t *testing.T) {
			wantOutcome(t, s.Post(t, "/token", tt.client, endpointtest.Params{}.With("grant_type", tt.grantType).With("username", "alice").With("password", "wonderland")), tt.want)
		})
	}
}

func TestRequestForm(t *testing.T) {
	s := endpointtest.Start(t)
	const good = "grant_type=client_credentials&scope=notes%3Aread"
	for name, tt := range map[string]struct{ contentType, body, want string }{
		"C-02 charset is accepted": {"application/x-www-form-urlencoded; charset=UTF-8", good, "200"},
		"C-02 JSON":                {"application/json", `{"grant_type":"client_credentials"}`, "400 invalid_request"},
		"C-02 multipart":           {"multipart/form-data; boundary=x", "--x--", "400 invalid_request"},
		"C-02 text":                {"text/plain", good, "400 invalid_request"},
		"C-02 no content type":     {"", good, "400 invalid_request"},
		"C-15 grant_type twice":    {"application/x-www-form-urlencoded", good + "&grant_type=client_credentials", "400 invalid_request"},
		"C-15 scope twice":         {"application/x-www-form-urlencoded", good + "&scope=x", "400 invalid_request"},
		"C-15 client_id twice":     {"application/x-www-form-urlencoded", good + "&client_id=service&client_id=service", "400 invalid_request"},
		"§3.2 a parameter without a value is left out": {"application/x-www-form-urlencoded", "grant_type=client_credentials&scope=", "200"},
	} {
		t.Run(name, func(t *testing.T) {
			r := s.Request(t, "/token", tt.body)
			r.Header.Set("Content-Type", tt.contentType)
			if tt.contentType == "" {
				r.Header.Del("Content-Type")
			}
			r.SetBasicAuth("service", endpointtest.Secret("service"))
			wantOutcome(t, s.Do(t, r), tt.want)
		})
	}
	t.Run("parameters in the URL are not read", func(t *testing.T) {
		r := s.Request(t, "/token?"+good, "")
		r.SetBasicAuth("service", endpointtest.Secret("service"))
		wantOutcome(t, s.Do(t, r), "400 invalid_request")
	})
}

func TestMethods(t *testing.T) {
	s := endpointtest.Start(t)
	for _, method := range []string{http.MethodGet, http.MethodPut, http.MethodHead, http.MethodDelete} {
		t.Run("C-03 "+method+" is not allowed", func(t *testing.T) {
			code := s.Authorize(t, "native")
			r := s.Request(t, "/token?grant_type=authorization_code&client_id=native&code="+code, "")
			r.Method, r.Body = method, io.NopCloser(strings.NewReader(""))
			a := s.Do(t, r)
			if a.Status != http.StatusMethodNotAllowed || !strings.Contains(a.Header.Get("Allow"), "POST") {
				t.Errorf("got %d, Allow %q", a.Status, a.Header.Get("Allow"))
			}
			wantOutcome(t, s.Post(t, "/token", "native", endpointtest.Redemption(code)), "200")
		})
	}
}
