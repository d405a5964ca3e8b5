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
	Devices   Devices
	Users     Users
	Audiences Audiences
	Engine    Redeemer
	IDTokens  IDTokens
}

// Devices is what the grant needs to know about devices.
type Devices interface {
	// PollDevice gives what the user allowed; else one of the errors of core that
	// begin with ErrDevice, core.ErrNotFound, or core.ErrOtherClient with nothing
	// changed.
	PollDevice(ctx context.Context, deviceCode, clientID string) (core.AuthorizationCode, error)
}

// Answer tells the device what its user decided (§3.5). Every refusal is decided
// before the device code is used up.
func (g *Device) Answer(ctx context.Context, client *core.Client, form url.Values) (*oauth.TokenResponse, error) {
	r := core.Redemption{Code: form.Get("device_code"), Device: true}
	if err := checks.DeviceCodePresent.Require(ctx, r.Code != ""); err != nil { // §3.4
		return nil, err
	}
	var err error
	r.Issued, err = g.Devices.PollDevice(ctx, r.Code, client.ID)
	oauth.AboutGrant(ctx, r.Issued.GrantID)
	oauth.AboutSubject(ctx, r.Issued.Subject)
	if err := refusePoll(ctx, err); err != nil { // §3.5
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
		return nil, refusePoll(ctx, err)
	}
	return answer(g.IDTokens, client, &issue) // RFC 6749 §5.1
}

// refusePoll turns the answer of the store into that of the checks.
func refusePoll(ctx context.Context, err error) error {
	if errors.Is(err, core.ErrCodeReplayed) { // another poll was redeemed a moment earlier
		err = core.ErrDeviceUsed
	}
	err = decided(ctx, err,
		rule{&checks.DeviceCodeKnown, core.ErrNotFound},
		rule{&checks.DeviceClientBound, core.ErrOtherClient},
		rule{&checks.DeviceUnused, core.ErrDeviceUsed},
		rule{&checks.DeviceUnexpired, core.ErrDeviceExpired},
		rule{&checks.DeviceAllowed, core.ErrDeviceDenied},
		rule{&checks.DevicePatient, core.ErrDeviceHasty},
		rule{&checks.DeviceDecided, core.ErrDevicePending},
	)
	var refused *oauth.Error
	if errors.As(err, &refused) && refused.Check == &checks.DeviceAllowed {
		return refused.WithStatus(http.StatusBadRequest) // RFC 6749 §5.2: access_denied too
	}
	return err
}
