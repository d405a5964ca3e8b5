package ui

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"quartet.example/authserver/internal/core"
)

// SignIn is what the sign-in page says.
type SignIn struct {
	Transaction string // handle
	Client      *core.Client
	RedirectURI string
	Username    string        // prefilled: login_hint, or what was typed
	Wrong       bool          // username or password were wrong
	Wait        time.Duration // too many attempts: how long to wait, zero if not
	Current     *core.User    // who is signed in so far, nil for nobody
	People      []*core.User  // demo users, offered as buttons
}

// WhereTo is where one goes afterwards.
func (s SignIn) WhereTo() string { return whereTo(s.RedirectURI) }

// Problem is the error beside the password.
func (s SignIn) Problem() string {
	if s.Wrong {
		return "The username or the password is wrong."
	}
	return ""
}

// Patience says how long to wait.
func (s SignIn) Patience() string { return inWords(s.Wait) }

// SignIn answers with the page.
func (p *Pages) SignIn(c echo.Context, s SignIn) error {
	letFormEndAt(c, s.Client, s.RedirectURI)
	status := http.StatusOK
	if s.Wait > 0 {
		status = http.StatusTooManyRequests // RFC 6585 §4
	}
	return p.form(c, status, "signin", "", s)
}

// inWords rounds up to minutes, or to seconds under one.
func inWords(d time.Duration) string {
	if d <= time.Minute {
		return count(int((d+time.Second-1)/time.Second), "second")
	}
	return count(int((d+time.Minute-1)/time.Minute), "minute")
}
