package echobearer_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"

	"github.com/labstack/echo/v4"

	"quartet.example/resourceserver/bearer"
	"quartet.example/resourceserver/bearer/echobearer"
	"quartet.example/resourceserver/internal/issuertest"
	"quartet.example/shared/accesstoken"
	"quartet.example/shared/waittest"
)

// api is an API whose route /notes returns the subject of the token.
func api(t *testing.T, cfg bearer.Config, guard func(*bearer.Validator) echo.MiddlewareFunc) *echo.Echo {
	t.Helper()
	v, err := bearer.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = v.Close() })
	waittest.Until(t, "the keys are there", func() bool { return v.Ready(t.Context()) == nil })
	e := echo.New()
	e.HTTPErrorHandler = echobearer.ErrorHandler(e.DefaultHTTPErrorHandler)
	e.GET("/notes", func(c echo.Context) error {
		token, ok := bearer.TokenFrom(c.Request().Context())
		if !ok {
			return errors.New("no token in the context")
		}
		return c.String(http.StatusOK, token.Subject)
	}, guard(v))
	return e
}

func get(t *testing.T, e *echo.Echo, path, token string) *httptest.ResponseRecorder {
	t.Helper()
	req := httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil)
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	w := httptest.NewRecorder()
	e.ServeHTTP(w, req)
	return w
}

func TestGuardAndErrorHandler(t *testing.T) {
	issuer, clock := issuertest.Start(t), issuertest.NewClock()
	cfg := bearer.Config{
		Issuer: issuer.URL, Resource: issuertest.Resource, Now: clock.Now,
		DPoP: &bearer.DPoP{NonceKey: []byte("a secret of 32 bytes or more here")},
	}
	e := api(t, cfg, func(v *bearer.Validator) echo.MiddlewareFunc {
		return echobearer.Guard(v, bearer.Requirement{Scope: []string{"notes:read"}, ACR: []string{"2"}})
	})
	good := issuer.Token(t, clock.Now(), func(c *accesstoken.Claims) { c.ACR = "2" })
	const dpop = `DPoP algs="ES256 EdDSA Ed25519 RS256 PS256"`
	for name, tt := range map[string]struct {
		path, token string
		status      int
		challenges  []string
		body        string
	}{
		"let through":   {"/notes", good, 200, nil, "alice"},
		"F-04 no token": {"/notes", "", 401, []string{"Bearer", dpop}, "{}\n"},
		"F-05 not one":  {"/notes", "x", 401, []string{`Bearer error="invalid_token", error_description="the access token is malformed"`, dpop}, ""},
		"step-up":       {"/notes", issuer.Token(t, clock.Now()), 401, []string{`Bearer error="insufficient_user_authentication", error_description="a stronger sign-in is needed", acr_values="2", scope="notes:read"`, dpop}, ""},
		"another error": {"/nothing", "", 404, nil, `{"message":"Not Found"}` + "\n"},
	} {
		t.Run(name, func(t *testing.T) {
			w := get(t, e, tt.path, tt.token)
			if nonces := w.Header().Values("DPoP-Nonce"); len(nonces) > 0 {
				t.Errorf("without a proof: got %q", nonces)
			}
			if got := w.Header().Values("WWW-Authenticate"); w.Code != tt.status || !slices.Equal(got, tt.challenges) {
				t.Errorf("got %d %q, want %d %q", w.Code, got, tt.status, tt.challenges)
			}
			if tt.body != "" && w.Body.String() != tt.body {
				t.Errorf("got %s, want %s", w.Body, tt.body)
			}
			r := httptest.NewRequest(http.MethodGet, tt.path, nil)
			r.Header.Set("DPoP", "x")
			w = httptest.NewRecorder()
			e.ServeHTTP(w, r)
			if nonces := len(w.Header().Values("DPoP-Nonce")); (nonces == 1) != (tt.path == "/notes") {
				t.Errorf("with a proof: got %d nonces", nonces)
			}
		})
	}
}
