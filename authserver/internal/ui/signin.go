package ui

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"quartet.example/authserver/internal/core"
)

// SignIn is the content of the sign-in page.
type SignIn struct {
	Transaction string // handle of the transaction
	Client      *core.Client
	RedirectURI string
	Username    string        // in the input field: login_hint, or as typed before
	Wrong       bool          // the username or the password was wrong
	Wait        time.Duration // time to wait after too many attempts, or 0
	Current     *core.User    // the user who is signed in now, or nil
	People      []*core.User  // demo users, shown as buttons
}

// WhereTo describes the place to which the browser is sent afterwards.
func (s SignIn) WhereTo() string { return whereTo(s.RedirectURI) }

// Problem returns the error message for the password field, or "".
func (s SignIn) Problem() string {
	if s.Wrong {
		return "The username or the password is wrong."
	}
	return ""
}

// Patience returns the time to wait, in words.
func (s SignIn) Patience() string { return inWords(s.Wait) }

// SignIn writes the page.
func (p *Pages) SignIn(c echo.Context, s SignIn) error {
	letFormEndAt(c, s.Client, s.RedirectURI)
	return p.form(c, statusOf(s.Wait), "signin", "", s)
}

// statusOf is 429 (RFC 6585 §4) while the user must wait.
func statusOf(wait time.Duration) int {
	if wait > 0 {
		return http.StatusTooManyRequests
	}
	return http.StatusOK
}

// inWords rounds a duration up to minutes, or to seconds if it is at most a minute.
func inWords(d time.Duration) string {
	if d <= time.Minute {
		return count(int((d+time.Second-1)/time.Second), "second")
	}
	return count(int((d+time.Minute-1)/time.Minute), "minute")
}
