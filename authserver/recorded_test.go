package authserver_test

import (
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"quartet.example/authserver/authservertest"
)

// A recorded request says why it was refused: the error as it was sent, and the check that failed.
func TestARecordedRequestSaysWhyItWasRefused(t *testing.T) {
	authorize := func(name, value string) string {
		q := url.Values{
			"client_id": {"web"}, "redirect_uri": {"http://localhost:8080/callback"}, "response_type": {"code"}, "state": {"s"},
			"scope": {"openid"}, "code_challenge": {strings.Repeat("c", 43)}, "code_challenge_method": {"S256"},
		}
		q.Set(name, value)
		return "/authorize?" + q.Encode()
	}
	for name, tt := range map[string]struct {
		method, target, body, accept string
		code, check, description     string
	}{
		"an error in JSON":       {http.MethodPost, "/token", "grant_type=refresh_token&refresh_token=x&client_id=native", "", "invalid_grant", "as.refresh.current", "refresh"},
		"an error by redirect":   {http.MethodGet, authorize("code_challenge_method", "plain"), "", "", "invalid_request", "as.pkce.s256_only", "S256"},
		"an error page":          {http.MethodGet, authorize("redirect_uri", "http://evil.test/"), "", "text/html", "invalid_request", "as.redirect_uri.exact", "evil.test"},
		"a request that is fine": {http.MethodGet, "/jwks", "", "", "", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			srv := authservertest.Start(t)
			r, err := http.NewRequestWithContext(t.Context(), tt.method, srv.URL+tt.target, strings.NewReader(tt.body))
			if err != nil {
				t.Fatal(err)
			}
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			r.Header.Set("Accept", tt.accept)
			resp, err := srv.Client().Do(r)
			if err != nil {
				t.Fatal(err)
			}
			_, _ = io.Copy(io.Discard, resp.Body) // a request is recorded when its response is complete
			resp.Body.Close()
			got := srv.Requests()
			if len(got) != 1 || got[0].Error != tt.code || got[0].Check != tt.check ||
				!strings.Contains(got[0].ErrorDescription, tt.description) || tt.description == "" && got[0].ErrorDescription != "" {
				t.Errorf("got %+v, want %q by %s, about %s", got, tt.code, tt.check, tt.description)
			}
		})
	}
}
