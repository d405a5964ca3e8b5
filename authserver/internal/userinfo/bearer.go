package userinfo

import (
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"quartet.example/authserver/internal/checks"
	"quartet.example/shared/oauth"
	"quartet.example/shared/web"
)

// presented is the access token of a request.
type presented struct {
	token string
	bound bool // sent with the scheme DPoP
}

// present returns the access token of the request. It refuses a request with none or with more than
// one.
func (h *Handler) present(c echo.Context) (presented, error) {
	r := c.Request()
	body, err := bodyToken(c)
	if err != nil {
		return presented{}, h.challenge(err)
	}
	headers := r.Header.Values(echo.HeaderAuthorization)
	once := len(headers) <= 1 && (len(headers) == 0 || body == "")
	if err := checks.UserinfoOneMethod.Require(r.Context(), once); err != nil {
		return presented{}, h.challenge(err)
	}
	found := presented{token: body}
	if len(headers) == 1 {
		found = headerToken(headers[0])
	}
	if err := checks.UserinfoPresent.Require(r.Context(), found.token != ""); err != nil {
		return presented{}, h.invite(err)
	}
	return found, nil
}

// headerToken parses "Bearer" 1*SP b64token (RFC 6750 §2.1), or the same with "DPoP" (RFC 9449
// §7.1). The scheme is case-insensitive (RFC 9110 §11.1).
func headerToken(header string) presented {
	scheme, token, _ := strings.Cut(header, " ")
	bound := strings.EqualFold(scheme, oauth.TokenTypeDPoP)
	if !bound && !strings.EqualFold(scheme, oauth.TokenTypeBearer) {
		return presented{}
	}
	return presented{strings.TrimSpace(token), bound}
}

// bodyToken returns access_token from a form body (RFC 6750 §2.2), or "".
func bodyToken(c echo.Context) (string, error) {
	r := c.Request()
	if r.Method != http.MethodPost || !strings.HasPrefix(strings.ToLower(r.Header.Get(echo.HeaderContentType)), echo.MIMEApplicationForm) {
		return "", nil
	}
	form, err := web.Form(c)
	if err != nil {
		return "", err
	}
	return form.Get("access_token"), nil
}

// challenge adds WWW-Authenticate to an error (RFC 6750 §3).
func (h *Handler) challenge(err error) error {
	var e *oauth.Error
	if !errors.As(err, &e) || e.Challenge != "" {
		return err
	}
	value := fmt.Sprintf("Bearer realm=%q, error=%q, error_description=%q", h.Issuer, e.Code, e.Description)
	if e.Code == oauth.InsufficientScope {
		value += `, scope="openid"`
	}
	return e.WithChallenge(value)
}

// invite adds the challenges for a request without a token. They contain no error code (RFC 6750
// §3.1).
func (h *Handler) invite(err error) error {
	var e *oauth.Error
	if !errors.As(err, &e) {
		return err
	}
	return e.WithChallenge(fmt.Sprintf("Bearer realm=%q, DPoP realm=%q, algs=%q", h.Issuer, h.Issuer, algs()))
}
