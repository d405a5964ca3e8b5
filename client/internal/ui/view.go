package ui

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"quartet.example/client/bff"
	"quartet.example/shared/oauth"
	"quartet.example/shared/page"
	"quartet.example/shared/trace"
	"quartet.example/shared/web"
)

// welcome is the page without a session.
type welcome struct {
	Ended  bool   // a session has just ended
	Unsent string // what was typed and could not be kept
	Issuer string
	Script string
	SignIn string // path of the sign-in
	How    page.Diagram
	besides
}

// notes is the page for a user who is signed in.
type notes struct {
	Notes  []note
	Draft  draft
	Away   string // the server that does not answer
	SignIn string // path of the sign-in, if the API requires one
	Who    who
	Holds  holdings
	Places []place
	CSRF   string
	Script string
	Behind page.Behind
	besides
}

// who is signed in.
type who struct{ Name, Issuer, Subject string }

// Key names the user at their issuer. The script of the page compares it.
func (w who) Key() string { return oauth.Hash("quartet draft of " + w.Issuer + "\x00" + w.Subject) }

// draft is the text of a note that was not saved, and the reason.
type draft struct{ Text, Error string }

type note struct {
	ID   string `json:"id"`
	Text string `json:"text"`
}

func (h *Handler) signedOut(c echo.Context, status int, w welcome) error {
	w.Issuer, w.Script, w.SignIn, w.How, w.besides = h.Issuer, script.Path, "/login", signIn, h.beside(c)
	if w.Beside != "" {
		w.SignIn += "?" + url.Values{"return_to": {start(c)}}.Encode()
	}
	chrome := h.Chrome
	chrome.InspectorURL = trace.Link(c.Request().Context(), h.Chrome.InspectorURL)
	return h.pages.HTML(c, status, "welcome", chrome, w)
}

// ended is the page if the session has ended while the page was used.
func (h *Handler) ended(c echo.Context, unsent string) error {
	h.Backend.Forget(c.Response())
	return h.signedOut(c, http.StatusUnauthorized, welcome{Ended: true, Unsent: unsent})
}

// show reads the notes and shows them. If the resource server does not answer, the page still shows
// who is signed in and how to sign out.
func (h *Handler) show(c echo.Context, user bff.User, d draft) error {
	list, signIn, unread := h.list(c, d.Text)
	if errors.Is(unread, bff.ErrNobody) {
		return h.ended(c, d.Text)
	}
	grant, err := h.Backend.Grant(c.Request())
	if err != nil {
		return err
	}
	places, err := h.places(c.Request())
	if err != nil {
		return err
	}
	status := http.StatusOK
	if d.Error != "" {
		status = http.StatusUnprocessableEntity
	}
	if origins := h.Backend.SignOutOrigins(); origins != "" {
		web.CSP(c, "form-action "+origins) // the redirect after sign-out
	}
	// Under no-referrer browsers send "Origin: null" with a form, even to its own
	// origin (Fetch §3.2), and the guard of our forms could not tell whose it is.
	c.Response().Header().Set("Referrer-Policy", "same-origin")
	chrome := h.Chrome
	chrome.InspectorURL = "" // the page shows the link elsewhere
	chrome.User = cmp.Or(user.Name, user.Subject)
	return h.pages.HTML(c, status, "notes", chrome, notes{
		Notes: list, Draft: d, Away: away(unread), SignIn: signIn, CSRF: user.FormToken, Script: script.Path,
		Who: who{chrome.User, user.Issuer, user.Subject}, Holds: h.holdings(grant), Places: places, Behind: h.behind(c.Request().Context(), grant), besides: h.beside(c),
	})
}

// typedBefore is what the user had typed before they signed in again.
func (h *Handler) typedBefore(c echo.Context) draft {
	query, err := web.Query(c)
	if err != nil || !query.Has("resume") {
		return draft{}
	}
	return draft{Text: h.Backend.Draft(c.Request(), query.Get("resume"))}
}

// away returns in words why the notes cannot be shown.
func away(err error) string {
	var known *oauth.Error
	switch {
	case err == nil:
		return ""
	case errors.Is(err, errStepUp):
		return "The resource server, which keeps them, needs a more recent sign-in."
	case errors.As(err, &known) && known.Status() == http.StatusServiceUnavailable:
		return "The authorization server does not answer, so this application has no fresh token to ask with."
	default:
		return "The resource server, which keeps them, does not answer."
	}
}

func (h *Handler) behind(ctx context.Context, g bff.Grant) page.Behind {
	return page.Behind{Href: trace.Link(ctx, h.Chrome.InspectorURL), Holds: []page.Holding{
		{Role: "browser", What: "a cookie, no token"},
		{Role: "client", What: "the tokens", Left: h.left(g)},
		{Role: "resourceserver", What: "the notes"},
	}}
}

// maxList limits how much of the resource server's answer is read.
const maxList = 4 << 20

var (
	errAnswer = errors.New("the resource server did not give the notes")
	errStepUp = errors.New("the resource server needs a more recent sign-in")
)

// list is GET /notes of the resource server. With errStepUp it returns the address of the sign-in
// that is needed, and typed is kept for the way back. The page shows that address rather than
// going there: a resource server that is never satisfied would send the browser in circles.
func (h *Handler) list(c echo.Context, typed string) (list []note, signIn string, err error) {
	resp, err := h.call(c, http.MethodGet, "/notes", nil)
	if err != nil {
		return nil, "", err
	}
	defer func() { _ = resp.Body.Close() }()
	if signIn, err = h.Backend.StepUpURL(c.Request(), resp, typed); err != nil || signIn != "" {
		return nil, signIn, cmp.Or(err, errStepUp)
	}
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxList))
	if err != nil {
		return nil, "", err
	}
	if resp.StatusCode != http.StatusOK {
		return nil, "", errAnswer
	}
	list, err = decode(body)
	return list, "", err
}

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
