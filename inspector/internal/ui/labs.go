package ui

import (
	"html/template"
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"quartet.example/inspector/workshop"
)

// Labs is the data of the list of labs.
type Labs struct {
	Here bool // this program has the labs
	Labs []workshop.Lab
}

// Labs responds with the list of labs.
func (p *Pages) Labs(c echo.Context, data Labs) error {
	return p.set.HTML(c, http.StatusOK, "labs", p.chrome("/labs"), data)
}

// Lab is the data of the page of one lab.
type Lab struct {
	workshop.Lab
	Text     template.HTML // safe HTML
	Outcomes []workshop.Outcome
}

// Lab responds with the page of one lab.
func (p *Pages) Lab(c echo.Context, data Lab) error {
	return p.set.HTML(c, http.StatusOK, "lab", p.chrome("/labs"), data)
}

// Number is the number of the lab as people say it.
func (l Lab) Number() string { return strings.TrimPrefix(l.ID, "0") }

// IsOpen reports whether the targets of an attack are shown when the page opens: those of the attack that was made
// last, or of the first one.
func (l Lab) IsOpen(attack string) bool {
	if n := len(l.Outcomes); n > 0 {
		return l.Outcomes[n-1].Attack == attack
	}
	return l.Attacks[0].Slug == attack
}

const short = 6 // things to do, which a page shows without a click

// IsShort reports whether the page shows what there is to do when it opens.
func (l Lab) IsShort() bool { return len(l.Checkpoints) <= short }

// Button returns the text of the button for a target.
func (l Lab) Button(target string) string {
	switch check, with := strings.CutPrefix(target, "naive+"); {
	case with:
		return "Attack with " + check
	case target == "naive":
		return "Attack the careless programs"
	case len(l.Attacks) == 1 && l.Attacks[0].Title == "":
		return "Sign in as Alice"
	}
	return "Attack the reference"
}

// Target returns the name of a target within a sentence.
func (l Lab) Target(target string) string {
	switch check, with := strings.CutPrefix(target, "naive+"); {
	case with:
		return "the careless programs with " + check
	case target == "naive":
		return "the careless programs"
	}
	return "the reference"
}

// Beside returns the address of the comparison of a run with that on the careless programs, or "".
func (l Lab) Beside(o workshop.Outcome) string {
	at := slices.IndexFunc(l.Outcomes, func(other workshop.Outcome) bool { return other.Attack == o.Attack && other.Target == "naive" })
	if at < 0 || o.Target == "naive" {
		return ""
	}
	return "/runs/" + l.Outcomes[at].Run + "/" + o.Run
}
