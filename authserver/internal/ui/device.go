package ui

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"quartet.example/authserver/internal/core"
	"quartet.example/shared/page"
)

// DeviceCode is the content of the page for user codes.
type DeviceCode struct {
	site

	User     *core.User
	UserCode string        // in the input field: from the link, or as typed before
	Wrong    bool          // no device waits with this code
	Wait     time.Duration // time to wait after too many codes, or 0
}

// Problem returns the error message for the input field, or "".
func (s DeviceCode) Problem() string {
	if s.Wrong {
		return "No device waits with this code. Look at the device: the code there may be new."
	}
	return ""
}

// Patience returns the time to wait, in words.
func (s DeviceCode) Patience() string { return inWords(s.Wait) }

// DeviceCode writes the page.
func (p *Pages) DeviceCode(c echo.Context, s DeviceCode) error {
	s.site = p.site
	return p.form(c, statusOf(s.Wait), "device-code", s.User.Name(), s)
}

// Device is the content of the page that asks about a device.
type Device struct {
	site

	User     *core.User
	Client   *core.Client
	UserCode string // as the device shows it, to compare
	Asked    string // encrypted user code that the decision is about
	Scopes   []page.Scope
	Ago      time.Duration // since the request was started
	Left     time.Duration // until the code expires
}

// Started returns in words when the request was started.
func (s Device) Started() string {
	if s.Ago < time.Minute {
		return "less than a minute ago"
	}
	return inWords(s.Ago) + " ago"
}

// Remaining returns in words how long the code is valid.
func (s Device) Remaining() string { return inWords(s.Left) }

// Device writes the page.
func (p *Pages) Device(c echo.Context, s Device) error {
	s.site = p.site
	return p.form(c, http.StatusOK, "device", s.User.Name(), s)
}

// DeviceDone is the content of the page after the decision.
type DeviceDone struct {
	site

	User    *core.User
	Client  *core.Client
	Allowed bool
}

// DeviceDone writes the page.
func (p *Pages) DeviceDone(c echo.Context, s DeviceDone) error {
	s.site = p.site
	return p.html(c, http.StatusOK, "device-done", s.User.Name(), s)
}
