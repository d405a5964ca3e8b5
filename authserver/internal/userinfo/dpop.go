package userinfo

import (
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"quartet.example/authserver/internal/checks"
	"quartet.example/shared/accesstoken"
	"quartet.example/shared/dpop"
	"quartet.example/shared/oauth"
)

// Proofs verifies DPoP proofs (RFC 9449 §4.3).
type Proofs interface {
	// Prove returns the thumbprint of the proven key, or "" if the request has no proof. The ath
	// claim of the proof must be the hash of the access token.
	Prove(r *http.Request, answer http.Header, accessToken string) (jkt string, err error)
}

// requireHolder refuses a bound token without the scheme DPoP and a proof by its key, and an
// unbound token with the scheme DPoP (RFC 9449 §7.1, §7.2).
func (h *Handler) requireHolder(c echo.Context, raw presented, token *accesstoken.Claims) error {
	ctx := c.Request().Context()
	if err := checks.UserinfoDPoPBound.Require(ctx, raw.bound == (token.Key() != "")); err != nil {
		return h.challengeDPoP(err)
	}
	if !raw.bound {
		return nil
	}
	proven, err := h.Proofs.Prove(c.Request(), c.Response().Header(), raw.token)
	if err != nil {
		return h.challengeDPoP(err)
	}
	if err := checks.UserinfoDPoPAth.Require(ctx, proven != ""); err != nil {
		return h.challengeDPoP(err)
	}
	if err := checks.UserinfoDPoPBound.Require(ctx, proven == token.Key()); err != nil {
		return h.challengeDPoP(err)
	}
	return nil
}

// challengeDPoP adds the challenge of RFC 9449 §7.1 to an error. The status is 401 here, also for
// errors that are 400 at the token endpoint.
func (h *Handler) challengeDPoP(err error) error {
	var e *oauth.Error
	if !errors.As(err, &e) || e.Code == oauth.TemporarilyUnavailable {
		return err
	}
	return e.WithStatus(http.StatusUnauthorized).WithChallenge(
		fmt.Sprintf("DPoP realm=%q, error=%q, error_description=%q, algs=%q", h.Issuer, e.Code, e.Description, algs()))
}

// algs lists the algorithms for proofs, for the challenge (RFC 9449 §7.1).
func algs() string { return strings.Join(dpop.Algorithms(), " ") }
