package web_test

import (
	"io"
	"net/http"
	"slices"
	"testing"

	"github.com/labstack/echo/v4"

	"quartet.example/shared/oauth"
	"quartet.example/shared/web"
)

// Each scheme has its own WWW-Authenticate header, and a request without credentials gets no error
// code.
func TestChallengesOfTwoSchemes(t *testing.T) {
	e, _ := site(t, web.Options{})
	e.GET("/bare", func(echo.Context) error {
		return &oauth.Error{
			Description: "an access token is needed", Challenge: "Bearer",
			Header: http.Header{"Www-Authenticate": {`DPoP algs="ES256"`}, "Dpop-Nonce": {"n1"}},
		}
	})
	resp := do(e, "GET", "/bare", "")
	body, _ := io.ReadAll(resp.Body)
	if want := []string{"Bearer", `DPoP algs="ES256"`}; !slices.Equal(resp.Header.Values("WWW-Authenticate"), want) {
		t.Errorf("got %q, want %q", resp.Header.Values("WWW-Authenticate"), want)
	}
	if got := resp.Header.Get("DPoP-Nonce"); got != "n1" {
		t.Errorf("DPoP-Nonce: got %q, want n1", got)
	}
	if string(body) != "{}\n" {
		t.Errorf("RFC 6750 §3.1: got %s, want an empty object", body)
	}
}
