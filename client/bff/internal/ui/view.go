package ui

import (
	"encoding/json"
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"quartet.example/client/bff/internal/core"
	"quartet.example/client/bff/internal/session"
	"quartet.example/shared/oauth"
	"quartet.example/shared/page"
	"quartet.example/shared/web"
)

// welcome is the page for nobody.
type welcome struct {
	Ended  bool   // a session has just ended
	Unsent string // what was typed and could not be kept
	Issuer string
	Script string
}

// notes is the page for somebody.
type notes struct {
	Notes  []note
	Draft  draft
	Away   string // who does not answer
	SignIn string // where to, if that is what they need
	Who    who
	Holds  holdings
	Places []place
	CSRF   string
	Script string
	Behind page.Behind
}

// who is signed in.
type who struct{ Name, Issuer, Subject string }

// Key names the user, at their issuer, for the script of the page: it compares it, and
// nothing else.
func (w who) Key() string { return oauth.Hash("quartet draft of " + w.Issuer + "\x00" + w.Subject) }

// draft is a note that was not taken, and why.
type draft struct{ Text, Error string }

type note struct {
	ID   string `json:"id"`
	Text string `json:"text"`
}

func (h *Handler) chrome() page.Chrome {
	return page.Chrome{Role: "client", Service: "Notes", Host: h.Guard.Host(), InspectorURL: h.Inspector, Dev: h.Dev}
}

func (h *Handler) signedOut(c echo.Context, status int, w welcome) error {
	w.Issuer, w.Script = h.Issuer, scriptPath
	return h.pages.HTML(c, status, "welcome", h.chrome(), w)
}

// ended is the page when the session is over in the middle of something.
func (h *Handler) ended(c echo.Context, unsent string) error {
	h.Guard.Cookie.Clear(c.Response())
	return h.signedOut(c, http.StatusUnauthorized, welcome{Ended: true, Unsent: unsent})
}

// show reads the notes and shows them. The page is there without them too: who
// one is and how to sign out does not depend on the resource server.
func (h *Handler) show(c echo.Context, s core.Session, d draft) error {
	list, unread := h.list(c, &s)
	if errors.Is(unread, core.ErrSessionEnded) {
		return h.ended(c, d.Text)
	}
	places, err := h.places(c.Request().Context(), s)
	if err != nil {
		return err
	}
	again, err := h.wayBackIn(c, s, unread, d.Text)
	if err != nil {
		return err
	}
	status := http.StatusOK
	if d.Error != "" {
		status = http.StatusUnprocessableEntity
	}
	if h.FormAction != "" {
		web.CSP(c, "form-action "+h.FormAction) // the redirect after sign-out
	}
	// Under no-referrer browsers send "Origin: null" with a form, even to its own
	// origin (Fetch §3.2), and the guard of our forms could not tell whose it is.
	c.Response().Header().Set("Referrer-Policy", "same-origin")
	chrome := h.chrome()
	chrome.InspectorURL = "" // the strip behind this page has the link
	chrome.User = nameOf(s.User)
	return h.pages.HTML(c, status, "notes", chrome, notes{
		Notes: list, Draft: d, Away: away(unread), SignIn: again, CSRF: session.FormSecret(s.ID), Script: scriptPath,
		Who: who{nameOf(s.User), s.User.Issuer, s.User.Subject}, Holds: h.holdings(s), Places: places, Behind: h.behind(s),
	})
}

func nameOf(u core.User) string {
	if u.Name == "" {
		return u.Subject
	}
	return u.Name
}

// away says in words why there are no notes to show.
func away(err error) string {
	var known *oauth.Error
	switch {
	case err == nil:
		return ""
	case isStepUp(err):
		return "The resource server, which keeps them, needs a more recent sign-in."
	case errors.As(err, &known) && known.Status() == http.StatusServiceUnavailable:
		return "The authorization server does not answer, so this application has no fresh token to ask with."
	default:
		return "The resource server, which keeps them, does not answer."
	}
}

func (h *Handler) behind(s core.Session) page.Behind {
	return page.Behind{Href: h.Inspector, Holds: []page.Holding{
		{Role: "browser", What: "a cookie, no token"},
		{Role: "client", What: "the tokens", Left: h.left(s)},
		{Role: "resourceserver", What: "the notes"},
	}}
}

// list is GET /notes of the resource server.
func (h *Handler) list(c echo.Context, s *core.Session) ([]note, error) {
	status, body, err := h.API.Do(c.Request().Context(), s, http.MethodGet, "/notes", nil)
	if err != nil {
		return nil, err
	}
	if status != http.StatusOK {
		return nil, errAnswer
	}
	return decode(body)
}

var errAnswer = errors.New("the resource server did not give the notes")

// decode takes {"notes": [...]} and a bare list.
func decode(body []byte) ([]note, error) {
	var list []note
	if json.Unmarshal(body, &list) == nil {
		return list, nil
	}
	var object struct {
		Notes []note `json:"notes"`
	}
	err := json.Unmarshal(body, &object)
	return object.Notes, err
}
