package walk

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"time"

	"quartet.example/shared/oauth"
)

// device gets a token for a device without a browser (RFC 8628). The user enters the code of the device in
// a browser.
func (w *walker) device(ctx context.Context) error {
	a, err := w.post(ctx, Device, w.metadata.DeviceAuthorizationEndpoint, w.withScope(url.Values{}, Device, "notes:read"))
	if err != nil {
		return err
	}
	var d oauth.DeviceAuthorization
	if err := a.expect(http.StatusOK); err != nil {
		return err
	}
	if err := a.decode(&d); err != nil {
		return err
	}
	if d.Interval <= 0 {
		d.Interval = 5 // RFC 8628 §3.2
	}
	if _, _, err := w.poll(ctx, d); err != nil {
		return err
	}
	if err := w.connect(ctx, d); err != nil {
		return err
	}
	return w.awaitDevice(ctx, d)
}

// connect enters the code of the device, and gives consent (RFC 8628 §3.3).
func (w *walker) connect(ctx context.Context, d oauth.DeviceAuthorization) error {
	if w.target.User == nil && w.options.Person == nil {
		return errNoPerson
	}
	if w.target.User == nil {
		return w.options.Person.Open(ctx, d.VerificationURI, d.UserCode)
	}
	b := w.browser
	if err := b.open(ctx, d.VerificationURI, nil); err != nil {
		return err
	}
	if err := b.signIn(ctx); err != nil {
		return err
	}
	if err := b.submit(ctx, "input[name=user_code]", url.Values{"user_code": {d.UserCode}}); err != nil {
		return err
	}
	return b.signIn(ctx)
}

// awaitDevice polls until the user has decided (RFC 8628 §3.5).
func (w *walker) awaitDevice(ctx context.Context, d oauth.DeviceAuthorization) error {
	every := time.Duration(d.Interval) * time.Second
	for {
		if err := w.target.wait(ctx, every); err != nil {
			return err
		}
		t, wait, err := w.poll(ctx, d)
		switch {
		case err != nil:
			return err
		case wait == slowDown:
			every += 5 * time.Second
		case wait == "":
			return w.api(ctx, "/notes", t.AccessToken)
		}
	}
}

// The error codes that ask the device to wait (RFC 8628 §3.5).
const (
	pending  = "authorization_pending"
	slowDown = "slow_down"
)

// poll asks once for the token. wait is the error code that asks the device to wait, or "".
func (w *walker) poll(ctx context.Context, d oauth.DeviceAuthorization) (t oauth.TokenResponse, wait string, err error) {
	a, err := w.post(ctx, Device, w.metadata.TokenEndpoint, url.Values{"grant_type": {string(oauth.DeviceCodeGrant)}, "device_code": {d.DeviceCode}})
	if err != nil {
		return t, "", err
	}
	var told struct {
		Code string `json:"error"`
	}
	if json.Unmarshal(a.body, &told) == nil && (told.Code == pending || told.Code == slowDown) {
		return t, told.Code, nil
	}
	if err := a.expect(http.StatusOK); err != nil {
		return t, "", err
	}
	w.result(a)
	return t, "", a.decode(&t)
}
