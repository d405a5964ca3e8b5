package ui

import (
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"quartet.example/authserver/internal/core"
)

// What the buttons of the account page end.
const (
	EndSession    = "session"
	EndAccess     = "access"
	EndConsent    = "consent"
	EndEverything = "everything"
)

// Account is what the account page says.
type Account struct {
	User     *core.User
	Form     string // binds the forms to the session
	Done     string // what was ended just now, "" for nothing
	Sessions []AccountSession
	Access   []AccountAccess
	Consents []AccountConsent

	MoreSessions, MoreAccess int // how many there are that the page does not show
}

// AccountSession is a browser in which the user is signed in.
type AccountSession struct {
	ID, Browser string
	This        bool
	Since, Used time.Time
	Clients     []string // names
}

// Name is what to call it.
func (s AccountSession) Name() string {
	if s.Browser == "" {
		return "A browser that does not say its name"
	}
	return s.Browser
}

// For is which applications it signed the user in at.
func (s AccountSession) For() string { return inList(s.Clients) }

// AccountAccess is a grant.
type AccountAccess struct {
	ID, Client   string
	Words        []string
	Since, Until time.Time
	Offline      bool
}

// May is what it allows.
func (a AccountAccess) May() string { return inList(a.Words) }

// AccountConsent is what is remembered as allowed.
type AccountConsent struct {
	ID, Client string // ID of the client
	Words      []string
	Since      time.Time
	Offline    bool
}

// May is what it allows.
func (a AccountConsent) May() string { return inList(a.Words) }

// Said says what was done.
func (a Account) Said() string {
	return map[string]string{
		EndSession: "That browser is signed out, and the applications that it used are told.",
		EndAccess:  "That access has ended.",
		EndConsent: "It is taken back: that application has no access any more, and has to ask again.",
	}[a.Done]
}

// Account answers with the page.
func (p *Pages) Account(c echo.Context, a Account) error {
	return p.form(c, http.StatusOK, "account", a.User.Name(), a)
}

// when writes a time for people; a time element holds it for programs.
func when(t time.Time) string { return t.UTC().Format("2 Jan 2006, 15:04 UTC") }

// inList joins words: "a, b and c".
func inList(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " and " + words[len(words)-1]
}
