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

// Proofs verifies proofs of possession (RFC 9449 §4.3).
type Proofs interface {
	// Prove gives the thumbprint of the proven key, "" without a proof. The proof
	// must have been made for the access token.
	Prove(r *http.Request, answer http.Header, accessToken string) (jkt string, err error)
}

// requireHolder wants a token that is bound to a key in the scheme DPoP, with a
// proof by that key, and any other as Bearer (RFC 9449 §7.1, §7.2).
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

// challengeDPoP adds the challenge of RFC 9449 §7.1 to a refusal, which is a 401
// here even if it is a 400 at the token endpoint.
func (h *Handler) challengeDPoP(err error) error {
	var e *oauth.Error
	if !errors.As(err, &e) || e.Code == oauth.TemporarilyUnavailable {
		return err
	}
	return e.WithStatus(http.StatusUnauthorized).WithChallenge(
		fmt.Sprintf("DPoP realm=%q, error=%q, error_description=%q, algs=%q", h.Issuer, e.Code, e.Description, algs()))
}

// algs are those of proofs (RFC 9449 §7.1).
func algs() string { return strings.Join(dpop.Algorithms(), " ") }
