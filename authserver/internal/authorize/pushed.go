package authorize

import (
	"context"
	"errors"
	"maps"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"quartet.example/authserver/internal/browser"
	"quartet.example/authserver/internal/checks"
	"quartet.example/authserver/internal/core"
	"quartet.example/shared/dpop"
)

// Pushed finds pushed requests (RFC 9126).
type Pushed interface {
	// FindPushed returns core.ErrNotFound for one that is unknown, expired, or
	// answered.
	FindPushed(ctx context.Context, requestURI string) (core.PushedRequest, error)
}

// Answers records that a pushed request was answered.
type Answers interface {
	// AnswerPushed returns core.ErrAnswered, or core.ErrNotFound, to all but the
	// first caller.
	AnswerPushed(ctx context.Context, hash string) error
}

// Validate applies the checks of this endpoint to a request that the client
// pushes; the client is authenticated (RFC 9126 §2.1). The error is for the
// client, whichever of the two groups it is from.
func (h *Handler) Validate(ctx context.Context, client *core.Client, form url.Values) (core.AuthorizationRequest, error) {
	p := parameters{Values: maps.Clone(form)}
	p.Set("client_id", client.ID)
	_, request, err := h.validate(ctx, p, true)
	return request, err
}

// refersToPushed reports whether the request refers to a pushed one.
func refersToPushed(p parameters) bool {
	return strings.HasPrefix(p.Get("request_uri"), core.RequestURIPrefix)
}

// resume continues a pushed request. Only the pushed parameters count: beside client_id and
// request_uri, others are ignored (RFC 9126 §4, RFC 9101 §6.3). The URI can be opened several
// times until the request is answered.
func (h *Handler) resume(c echo.Context, p parameters) error {
	ctx := c.Request().Context()
	if p.repeats("client_id", "request_uri") { // RFC 6749 §3.1
		return checks.RequestSingle.Fail(ctx, p.why())
	}
	pushed, err := h.Pushed.FindPushed(ctx, p.Get("request_uri"))
	if err != nil && !errors.Is(err, core.ErrNotFound) {
		return err
	}
	request := pushed.Request
	client, unknown := h.Clients.FindClient(request.ClientID)
	err = first( // errors are pages: without a valid request_uri there is no redirect URI to send them to
		func() error { return checks.PARExpiry.RequireNil(ctx, err) },
		func() error { return checks.PARClientBound.Require(ctx, p.Get("client_id") == request.ClientID) },
		func() error { return checks.RequestClient.RequireNil(ctx, unknown) }, // the client was removed in the meantime
		func() error { return checks.RedirectURIExact.Require(ctx, client.MayRedirectTo(request.RedirectURI)) },
	)
	if err != nil {
		return err
	}
	if browser.WithheldCookies(c) {
		return h.Responder.fetchWithCookies(c, parameters{Values: url.Values{
			"client_id": {client.ID}, "request_uri": {p.Get("request_uri")},
		}})
	}
	return h.proceed(c, client, request)
}

// key is dpop_jkt: the key that the code will be bound to (RFC 9449 §10).
func (h *Handler) key(ctx context.Context, _ *core.Client, p parameters, r *core.AuthorizationRequest) error {
	r.KeyThumbprint = p.Get("dpop_jkt")
	return checks.DPoPJKTForm.Require(ctx, r.KeyThumbprint == "" || dpop.IsThumbprint(r.KeyThumbprint))
}

// answer records that a pushed request is answered, by a code or an error. A second answer is
// refused with a page (RFC 9126 §4).
func (r *Responder) answer(ctx context.Context, request core.AuthorizationRequest) error {
	if request.Pushed == "" {
		return nil
	}
	err := r.Pushed.AnswerPushed(ctx, request.Pushed)
	if err != nil && !errors.Is(err, core.ErrAnswered) && !errors.Is(err, core.ErrNotFound) {
		return err
	}
	return checks.PARUsedOnce.RequireNil(ctx, err)
}
