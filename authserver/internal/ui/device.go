package ui

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"quartet.example/authserver/internal/core"
	"quartet.example/shared/page"
)

// DeviceCode is what the page for the code of a device says.
type DeviceCode struct {
	User     *core.User
	UserCode string        // prefilled: from the link, or what was typed
	Wrong    bool          // no device waits with that code
	Wait     time.Duration // too many codes: how long to wait, zero if not
}

// Problem is the error beside the code.
func (s DeviceCode) Problem() string {
	if s.Wrong {
		return "No device waits with this code. Look at the device: the code there may be new."
	}
	return ""
}

// Patience says how long to wait.
func (s DeviceCode) Patience() string { return inWords(s.Wait) }

// DeviceCode answers with the page.
func (p *Pages) DeviceCode(c echo.Context, s DeviceCode) error {
	status := http.StatusOK
	if s.Wait > 0 {
		status = http.StatusTooManyRequests // RFC 6585 §4
	}
	return p.form(c, status, "device-code", s.User.Name(), s)
}

// Device is the question about a device.
type Device struct {
	User     *core.User
	Client   *core.Client
	UserCode string // as the device shows it, to compare
	Asked    string // sealed: what the answer is about
	Scopes   []page.Scope
	Ago      time.Duration // since it was started
	Left     time.Duration // until it expires
}

// Started says when, in words.
func (s Device) Started() string {
	if s.Ago < time.Minute {
		return "less than a minute ago"
	}
	return inWords(s.Ago) + " ago"
}

// Remaining says how long there is to decide.
func (s Device) Remaining() string { return inWords(s.Left) }

// Device answers with the page.
func (p *Pages) Device(c echo.Context, s Device) error {
	return p.form(c, http.StatusOK, "device", s.User.Name(), s)
}

// DeviceDone says what was decided.
type DeviceDone struct {
	User    *core.User
	Client  *core.Client
	Allowed bool
}

// DeviceDone answers with the page.
func (p *Pages) DeviceDone(c echo.Context, s DeviceDone) error {
	return p.html(c, http.StatusOK, "device-done", s.User.Name(), s)
}
