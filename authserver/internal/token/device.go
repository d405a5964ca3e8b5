package token

import (
	"context"
	"errors"
	"net/http"
	"net/url"

	"quartet.example/authserver/internal/checks"
	"quartet.example/authserver/internal/core"
	"quartet.example/shared/oauth"
)

// Device is the device authorization grant (RFC 8628 §3.4). Once its user has
// allowed it, the device code is redeemed as an authorization code is.
type Device struct {
	Devices  Devices
	Users    Users
	Engine   Redeemer
	IDTokens IDTokens
}

// Devices is what the grant needs to know about devices.
type Devices interface {
	// PollDevice gives what the user allowed to exactly one caller; else one of
	// the errors of core that begin with ErrDevice, core.ErrNotFound, or
	// core.ErrOtherClient with nothing changed.
	PollDevice(ctx context.Context, deviceCode, clientID string) (core.AuthorizationCode, error)
}

// Answer tells the device what its user decided (§3.5).
func (g *Device) Answer(ctx context.Context, client *core.Client, form url.Values) (*oauth.TokenResponse, error) {
	deviceCode := form.Get("device_code")
	if err := checks.DeviceCodePresent.Require(ctx, deviceCode != ""); err != nil {
		return nil, err
	}
	allowed, err := g.Devices.PollDevice(ctx, deviceCode, client.ID)
	if err := refusePoll(ctx, err); err != nil {
		return nil, err
	}
	if err := requireSignIn(ctx, g.Users, allowed.Subject, allowed.AuthTime); err != nil {
		return nil, err
	}
	redemption := core.Redemption{Code: deviceCode, Issued: allowed}
	if redemption.Audience, err = narrow(ctx, allowed.Audience, form["resource"]); err != nil {
		return nil, err
	}
	issue, err := g.Engine.Redeem(ctx, client, redemption)
	if errors.Is(err, core.ErrNotFound) { // signed out between the decision and this poll
		return nil, checks.DeviceCodeKnown.Fail(ctx, err)
	}
	if err != nil {
		return nil, err
	}
	response := respond(&issue)
	if issue.Grant.Scope.Has("openid") {
		response.IDToken, err = g.IDTokens.IDToken(&issue.Grant, client, issue.AccessToken.Value)
	}
	return response, err
}

// refusePoll turns the answer of the store into that of the checks, which one
// script applied in this order.
func refusePoll(ctx context.Context, err error) error {
	for _, rule := range [...]struct {
		check  *oauth.Check
		broken error
	}{
		{&checks.DeviceCodeKnown, core.ErrNotFound},
		{&checks.DeviceClientBound, core.ErrOtherClient},
		{&checks.DeviceUnused, core.ErrDeviceUsed},
		{&checks.DeviceUnexpired, core.ErrDeviceExpired},
		{&checks.DeviceAllowed, core.ErrDeviceDenied},
		{&checks.DevicePatient, core.ErrDeviceHasty},
		{&checks.DeviceDecided, core.ErrDevicePending},
	} {
		if errors.Is(err, rule.broken) {
			return rule.check.Fail(ctx, err).WithStatus(http.StatusBadRequest) // RFC 6749 §5.2, access_denied too
		}
		if err == nil {
			_ = rule.check.Require(ctx, true) // for the inspector
		}
	}
	return err
}
