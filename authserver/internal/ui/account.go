package ui

import (
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"quartet.example/authserver/internal/core"
)

// The values of the buttons on the account page: what they end.
const (
	EndSession    = "session"
	EndAccess     = "access"
	EndConsent    = "consent"
	EndEverything = "everything"
)

// Account is the content of the account page.
type Account struct {
	site

	User     *core.User
	Form     string // form key, which binds the forms to the session
	Done     string // what the last action ended, "" for nothing
	Sessions []AccountSession
	Access   []AccountAccess
	Consents []AccountConsent

	MoreSessions, MoreAccess int // number of entries that the page does not show
}

// AccountSession is a browser in which the user is signed in.
type AccountSession struct {
	ID, Browser string
	This        bool
	Since, Used time.Time
	Clients     []string // names
}

// Name returns the name that the page shows for the session.
func (s AccountSession) Name() string {
	if s.Browser == "" {
		return "Unknown browser"
	}
	return s.Browser
}

// For lists the applications that the user signed in to with this session.
func (s AccountSession) For() string { return inList(s.Clients) }

// AccountAccess is a grant of an application.
type AccountAccess struct {
	ID, Client   string
	Words        []string
	Since, Until time.Time
	Offline      bool
}

// May lists what the grant allows.
func (a AccountAccess) May() string { return inList(a.Words) }

// AccountConsent is a remembered consent.
type AccountConsent struct {
	ID, Client string // ID of the client
	Words      []string
	Since      time.Time
	Offline    bool
}

// May lists what the consent allows.
func (a AccountConsent) May() string { return inList(a.Words) }

// Said returns the message about the last action, or "".
func (a Account) Said() string {
	return map[string]string{
		EndSession: "That browser is signed out, and its applications were notified.",
		EndAccess:  "That access has ended.",
		EndConsent: "The consent was taken back. The application has no access any more and has to ask again.",
	}[a.Done]
}

// Account writes the page.
func (p *Pages) Account(c echo.Context, a Account) error {
	a.site = p.site
	return p.form(c, http.StatusOK, "account", a.User.Name(), a)
}

// when formats a time for people. The pages add a machine-readable time element.
func when(t time.Time) string { return t.UTC().Format("2 Jan 2006, 15:04 UTC") }

// inList joins words to "a, b and c".
func inList(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " and " + words[len(words)-1]
}
