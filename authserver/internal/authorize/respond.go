package authorize

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"quartet.example/authserver/internal/browser"
	"quartet.example/authserver/internal/checks"
	"quartet.example/authserver/internal/core"
	"quartet.example/shared/oauth"
	"quartet.example/shared/web"
)

// The response modes (OAuth 2.0 Multiple Response Types §2.1, Form Post Response
// Mode §2). fragment is none: a code does not belong into a page's script.
const (
	modeQuery    = "query"
	modeFormPost = "form_post"
)

// Responder sends answers to clients through the browser: the only place that
// redirects to a client. Every address in here passed as.redirect_uri.exact.
type Responder struct {
	Issuer    string
	Codes     Codes
	Audiences Audiences
	Sessions  *browser.Sessions
	Pushed    Answers
	Pages     FormPoster
	Log       *slog.Logger
	Dev       bool // errors say what to change
}

// Codes issues authorization codes.
type Codes interface {
	// IssueCode returns core.ErrSessionEnded if the session has ended.
	IssueCode(ctx context.Context, code core.AuthorizationCode, in core.SessionUse) (string, error)
}

// Audiences finds the audience of tokens.
type Audiences interface {
	Audience(scope oauth.Scope, resource []string) ([]string, error)
}

// FormPoster shows a page that posts the parameters to action by itself.
type FormPoster interface {
	FormPost(c echo.Context, action string, params url.Values) error
}

// Code issues a code for what the user allowed and sends it to the client.
func (r *Responder) Code(c echo.Context, request core.AuthorizationRequest, by *browser.SignedIn) error {
	answer, err := r.Grant(c, request, by)
	if err != nil {
		return err
	}
	return r.Send(c, request, answer)
}

// Grant issues a code for what the user allowed, and returns the response parameters: the
// code, or an error if a check refuses the code.
func (r *Responder) Grant(c echo.Context, request core.AuthorizationRequest, by *browser.SignedIn) (url.Values, error) {
	ctx := c.Request().Context()
	audience, err := r.Audiences.Audience(request.Scope, request.Resource)
	if err != nil {
		return r.Refusal(c, request, checks.ResourceKnown.Fail(ctx, err))
	}
	code, err := r.Codes.IssueCode(ctx, core.AuthorizationCode{
		ClientID: request.ClientID, Subject: by.Subject, RedirectURI: request.RedirectURI, Scope: request.Scope,
		Audience: audience, CodeChallenge: request.CodeChallenge, Nonce: request.Nonce, Claims: request.Claims,
		SessionID: by.ID, SessionEnds: by.ExpiresAt, AuthTime: by.AuthTime, ACR: by.ACR, AMR: by.AMR, KeyThumbprint: request.KeyThumbprint,
	}, r.Sessions.Use(by))
	switch {
	case errors.Is(err, core.ErrSessionEnded): // the user has just signed out in another tab: the code is not sent
		return r.Refusal(c, request, checks.ConsentSession.Fail(ctx, err))
	case err != nil:
		return nil, err
	}
	if err := r.answer(ctx, request); err != nil { // RFC 9126 §4
		return nil, err
	}
	return url.Values{"code": {code}}, nil // RFC 6749 §4.1.2
}

// Refuse sends the error to the client (RFC 6749 §4.1.2.1). What is no refusal,
// such as a store that is away, is returned: it becomes a page here.
func (r *Responder) Refuse(c echo.Context, request core.AuthorizationRequest, err error) error {
	answer, err := r.Refusal(c, request, err)
	if err != nil {
		return err
	}
	return r.Send(c, request, answer)
}

// Refusal returns the response parameters of Refuse.
func (r *Responder) Refusal(c echo.Context, request core.AuthorizationRequest, err error) (url.Values, error) {
	var refused *oauth.Error
	if !errors.As(err, &refused) || refused.Check == nil {
		return nil, err
	}
	if err := r.answer(c.Request().Context(), request); err != nil {
		return nil, err
	}
	level := slog.LevelInfo
	if refused.Suspicious {
		level = slog.LevelWarn
	}
	oauth.Record(c.Request().Context(), r.Log, level, "authorization refused",
		slog.String("error", string(refused.Code)), slog.String("check", refused.CheckID()))
	return url.Values{
		"error": {string(refused.Code)}, "error_description": {web.Describe(refused, r.Dev)},
	}, nil
}

// Page redirects the browser to a page of ours.
func (r *Responder) Page(c echo.Context, path, handle string) error {
	return r.redirect(c, r.Issuer+path+"?transaction="+url.QueryEscape(handle))
}

// Send adds state and iss, and sends the response to the client through the browser.
func (r *Responder) Send(c echo.Context, request core.AuthorizationRequest, answer url.Values) error {
	if request.State != "" {
		answer.Set("state", request.State)
	}
	answer.Set("iss", r.Issuer) // RFC 9207 §2
	if request.ResponseMode == modeFormPost {
		return r.Pages.FormPost(c, request.RedirectURI, answer)
	}
	return r.redirect(c, withQuery(request.RedirectURI, answer))
}

// fetchWithCookies redirects a POST without cookies to the GET with the same parameters,
// with which the browser sends them.
func (r *Responder) fetchWithCookies(c echo.Context, p parameters) error {
	return r.redirect(c, withQuery(r.Issuer+"/authorize", p.Values))
}

// redirect is always a 303: a 307 would send the password along (RFC 9700 §4.12).
func (r *Responder) redirect(c echo.Context, to string) error {
	web.SetNoStore(c)
	return c.Redirect(http.StatusSeeOther, to)
}

// withQuery adds parameters to the URI, and keeps the query that it has (RFC 6749 §3.1.2).
func withQuery(uri string, params url.Values) string {
	separator := "?"
	if _, query, has := strings.Cut(uri, "?"); has {
		separator = "&"
		if query == "" || strings.HasSuffix(query, "&") {
			separator = ""
		}
	}
	return uri + separator + params.Encode()
}

// fitsURL reports whether the parameters are short enough for a URL.
func fitsURL(p parameters) bool { return len(p.Encode()) < 6<<10 }
