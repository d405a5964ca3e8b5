package ui

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"quartet.example/inspector/flow"
	"quartet.example/inspector/flowview"
	"quartet.example/inspector/present"
	"quartet.example/shared/page"
	"quartet.example/shared/trace"
)

// Slide is one step of a presentation, and the message that it shows.
type Slide struct {
	present.Script
	N        int    // number of the step, from 1
	Client   string // URL of the client
	After    string // id of the latest event when the presentation began
	Recorded bool   // the message is from the recording
	Skipped  bool   // because the live run went on without it; the next step is live again
	Dark     bool
	Threaded bool // the value of the step is followed

	Flow   flow.Flow
	Shown  *flow.Hop // nil: the step shows the four roles, or its message has not come yet
	Beside *flow.Hop // the message to compare with, or nil

	now time.Time
}

// Look finds the messages of the step in flows, as present.Message.Find does.
func (s *Slide) Look(flows []flow.Flow, after string) {
	step := s.Step()
	if step.Hop == nil {
		return
	}
	s.Shown, s.Flow, _ = step.Hop.Find(flows, after)
	if step.Beside != nil {
		s.Beside, _, _ = step.Beside.Find(slices.Concat(flows, s.Script.Recorded), after)
	}
}

// Skip shows the message of the recording, if it has one, if the live run, in flows, went on without that of the
// step: a user who has a session is not asked for the password again, and one who has allowed the client is not
// asked for consent.
func (s *Slide) Skip(flows []flow.Flow, after string) {
	if s.Recorded || !s.Waits() || !s.hasGoneOn(flows, after) {
		return
	}
	s.Skipped = true
	s.Shown, s.Flow, s.Recorded = s.Step().Hop.Find(s.Script.Recorded, "")
}

// hasGoneOn reports whether the message of a later step is there, up to the next step that does something.
func (s *Slide) hasGoneOn(flows []flow.Flow, after string) bool {
	for _, later := range s.Steps[s.N:] {
		if later.Do != (present.Action{}) {
			return false
		}
		if later.Hop == nil {
			continue
		}
		if _, _, found := later.Hop.Find(flows, after); found {
			return true
		}
	}
	return false
}

// Step returns the step.
func (s Slide) Step() present.Step { return s.Steps[s.N-1] }

// Following returns the step after this one, or nil.
func (s Slide) Following() *present.Step {
	if s.N == len(s.Steps) {
		return nil
	}
	return &s.Steps[s.N]
}

// Waits reports whether the message of the step has not come yet.
func (s Slide) Waits() bool { return s.Step().Hop != nil && s.Shown == nil && !s.Skipped }

// Milliseconds returns how long the player waits for the message.
func (s Slide) Milliseconds() int64 { return s.Step().Wait().Milliseconds() }

// Address returns the address of a step in the same window, from the same source.
func (s Slide) Address(n int) string {
	query := url.Values{"step": {strconv.Itoa(n)}, "after": {s.After}}
	if s.Recorded && !s.Skipped {
		query.Set("source", "recorded")
	}
	if s.Dark {
		query.Set("theme", "dark")
	}
	return "/present/" + s.Name + "?" + query.Encode()
}

// Back returns the address of the step before, or "".
func (s Slide) Back() string {
	if s.N == 1 {
		return ""
	}
	return s.Address(s.N - 1)
}

// Next returns the address of the step after, or "".
func (s Slide) Next() string {
	if s.N == len(s.Steps) {
		return ""
	}
	return s.Address(s.N + 1)
}

// First returns the number of the first step with a lab against a target that is the reference, or is not,
// or 0.
func (s Slide) First(reference bool) int {
	return 1 + slices.IndexFunc(s.Steps, func(step present.Step) bool {
		return step.Do.Lab != "" && (step.Do.Target == "reference") == reference
	})
}

// Slide responds with the window of the audience.
func (p *Pages) Slide(c echo.Context, s Slide) error {
	allowPicture(c)
	s.now = p.Now()
	return p.set.HTML(c, http.StatusOK, "slide", p.presenting(s), s)
}

// Notes responds with the window of the speaker.
func (p *Pages) Notes(c echo.Context, s Slide) error {
	return p.set.HTML(c, http.StatusOK, "notes", p.presenting(s), s)
}

// Scripts responds with the list of scripts.
func (p *Pages) Scripts(c echo.Context, list []present.Script) error {
	return p.set.HTML(c, http.StatusOK, "scripts", p.chrome("/present"), list)
}

func (p *Pages) presenting(s Slide) page.Chrome {
	chrome := page.Chrome{Role: "quartet", Service: "Quartet", Dev: true, Wide: true, Theme: "light"}
	if s.Dark {
		chrome.Theme = "dark"
	}
	return chrome
}

const told = 4 // values beside the diagram

// Told returns the values of the message that are worth reading, each name once: those of the request, or of the response if
// it sends the browser on.
func (s Slide) Told() []trace.Param {
	params := s.Shown.Params
	if a := s.Shown.Answer; a != nil && s.Shown.Status >= 300 && s.Shown.Status < 400 {
		params = slices.Concat(a.Params, params)
	}
	params = slices.DeleteFunc(slices.Clone(params), func(p trace.Param) bool {
		return p.In == trace.InCookie || p.In == trace.InSetCookie || trace.Lookup(p.In, p.Name).Meaning == ""
	})
	seen := map[string]bool{}
	params = slices.DeleteFunc(flowview.Ordered(params), func(p trace.Param) bool {
		again := seen[p.Name]
		seen[p.Name] = true
		return again
	})
	return params[:min(len(params), told)]
}

// issued reports whether the response has an access token.
func issued(h *flow.Hop) bool {
	return h.Answer != nil && slices.ContainsFunc(h.Answer.Params, func(p trace.Param) bool { return p.Name == "access_token" })
}

// Cards returns the tokens of the message, if the step shows them.
func (s Slide) Cards() []card {
	if !s.Step().Token {
		return nil
	}
	var cards []card
	now := s.now
	if s.Recorded { // the tokens of the recording expired long ago
		now = s.Shown.Began
	}
	for i, t := range flowview.Tokens(s.Shown, s.Flow) {
		cards = append(cards, newCard(t, i, now))
	}
	return cards
}
