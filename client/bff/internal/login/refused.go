package login

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"

	"quartet.example/client/bff/internal/checks"
	"quartet.example/client/bff/internal/core"
	"quartet.example/shared/oauth"
	"quartet.example/shared/web"
)

// words returns what the error code of an authorization response means to the user (RFC 6749
// §4.1.2.1, OIDC Core §3.1.2.6), "" for an unknown code. The description of the server is only
// logged: a page of ours must not show the text of another party.
func words(code oauth.Code) string {
	switch code {
	case oauth.AccessDenied:
		return "you did not allow it; nothing was shared"
	case oauth.TemporarilyUnavailable, oauth.ServerError:
		return "the authorization server has a problem; please try again in a moment"
	case oauth.LoginRequired, oauth.ConsentRequired, oauth.InteractionRequired:
		return "the authorization server needs you to sign in; please start again"
	case oauth.InvalidRequest, oauth.UnauthorizedClient, oauth.UnsupportedResponseType, oauth.InvalidScope, oauth.InvalidTarget:
		return "the authorization server does not accept this application's request; tell its operator"
	case unmet:
		return "the authorization server cannot sign you in as strongly as this needs; nothing was changed"
	default:
		return ""
	}
}

// unmet is the error for acr_values that cannot be satisfied (RFC 9470 §5; OpenID Connect Core
// Unmet Authentication Requirements 1.0 §2).
const unmet oauth.Code = "unmet_authentication_requirements"

// refusedHere is the answer to the browser of the user.
func refusedHere(ctx context.Context, login core.PendingLogin, answer url.Values) error {
	err := refused(ctx, answer)
	if err.Code == oauth.AccessDenied {
		return denied(err, login)
	}
	return err
}

// refused returns the error that the authorization server sent.
func refused(ctx context.Context, answer url.Values) *oauth.Error {
	code := oauth.Code(answer.Get("error"))
	cause := fmt.Errorf("authorization response: error %q, description %q", web.Printable(string(code)), web.Printable(answer.Get("error_description")))
	if words(code) == "" {
		return oauth.InvalidRequest.With("the authorization server answered with an error that we do not know").Because(cause)
	}
	err := checks.ResponseGranted.Fail(ctx, cause)
	err.Code, err.Description = code, words(code)
	if code != oauth.AccessDenied {
		err = err.WithStatus(http.StatusBadRequest)
	}
	return err
}

// exchangeError is the answer to the browser if the code could not be exchanged for a session.
func exchangeError(ctx context.Context, err error) error {
	var known *oauth.Error
	switch {
	case errors.As(err, &known):
		return err
	case errors.Is(err, core.ErrGrantEnded):
		return checks.CodeAccepted.Fail(ctx, err)
	case errors.Is(err, core.ErrServerAway):
		return away(err)
	default: // invalid_client and similar errors: the operator of this application must fix them
		return oauth.ServerError.With("this application could not sign you in; tell its operator").
			WithStatus(http.StatusBadGateway).Because(err)
	}
}
