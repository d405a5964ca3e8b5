package handover

import (
	"context"
	"net/url"

	"quartet.example/client/bff/internal/checks"
	"quartet.example/client/bff/internal/core"
	"quartet.example/shared/oauth"
)

// maxState is the maximum length of state in bytes.
const maxState = 512

// parse reads the request of an app, from the query of GET or the form of POST. An error is never
// redirected before the redirect URI is known to be that of an app.
func (h *Handler) parse(ctx context.Context, from url.Values) (core.AppRequest, error) {
	app := core.AppRequest{Challenge: from.Get("challenge"), Redirect: from.Get("redirect"), State: from.Get("state")}
	if err := checks.HandoverRedirect.Require(ctx, h.Redirects.Allow(app.Redirect)); err != nil {
		return app, err
	}
	if err := checks.HandoverChallenge.Require(ctx, oauth.IsS256Challenge(app.Challenge)); err != nil {
		return app, err
	}
	return app, checks.HandoverState.Require(ctx, len(app.State) <= maxState)
}
