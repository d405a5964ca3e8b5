package token

import (
	"context"
	"net/url"

	"quartet.example/authserver/internal/checks"
	"quartet.example/authserver/internal/core"
	"quartet.example/shared/oauth"
)

// Device is the device authorization grant (RFC 8628 §3.4). Once its user has
// allowed it, the device code is redeemed as an authorization code is.
type Device struct {
	Devices   Devices
	Users     Users
	Audiences Audiences
	Engine    Redeemer
	IDTokens  IDTokens
}

// Devices finds device codes.
type Devices interface {
	// PollDevice returns what the user allowed, or one of the errors of core that begin with
	// ErrDevice, core.ErrNotFound, or core.ErrOtherClient. core.ErrOtherClient changes nothing.
	PollDevice(ctx context.Context, deviceCode, clientID string) (core.AuthorizationCode, error)
}

// Answer returns tokens if the user has allowed the request (§3.5). Every check runs before the
// device code is marked as used.
func (g *Device) Answer(ctx context.Context, client *core.Client, form url.Values) (*oauth.TokenResponse, error) {
	r := core.Redemption{Code: form.Get("device_code"), Device: true}
	if err := checks.DevicePresent.Require(ctx, r.Code != ""); err != nil { // §3.4
		return nil, err
	}
	var err error
	r.Issued, err = g.Devices.PollDevice(ctx, r.Code, client.ID)
	oauth.AboutGrant(ctx, r.Issued.GrantID)
	oauth.AboutSubject(ctx, r.Issued.Subject)
	if err := oauth.Decided(ctx, err, pollRules); err != nil { // §3.5
		return nil, err
	}
	if err := requireSignIn(ctx, g.Users, r.Issued.Subject, r.Issued.AuthTime); err != nil {
		return nil, err
	}
	if err := entitle(ctx, g.Audiences, client, &r, form["resource"]); err != nil {
		return nil, err
	}
	issue, err := g.Engine.Redeem(ctx, client, r)
	if err != nil {
		return nil, oauth.Decided(ctx, err, pollRules)
	}
	return answer(ctx, g.IDTokens, client, &issue) // RFC 6749 §5.1
}

// pollRules are the checks that poll_device.lua decides, in its order. redeem.lua also decides
// DeviceUnused, if a concurrent poll redeemed the device code first.
var pollRules = []oauth.Rule{
	checks.DeviceKnown.FailsOn(core.ErrNotFound),
	checks.DeviceClientBound.FailsOn(core.ErrOtherClient),
	checks.DeviceUnused.FailsOn(core.ErrDeviceUsed, core.ErrCodeReplayed),
	checks.DeviceUnexpired.FailsOn(core.ErrDeviceExpired),
	checks.DeviceAllowed.FailsOn(core.ErrDeviceDenied),
	checks.DeviceInterval.FailsOn(core.ErrDeviceHasty),
	checks.DeviceDecided.FailsOn(core.ErrDevicePending),
}
