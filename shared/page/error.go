package page

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"

	"quartet.example/shared/oauth"
	"quartet.example/shared/teach"
)

// ErrorView is the content of an error page. Title and Message are for the user: plain words, no
// jokes. Empty fields are left out.
type ErrorView struct {
	Status             int
	Title, Message     string
	Code               string // OAuth error code
	Check              string // id of the check that refused; shown in the dev profile only
	CheckMeaning, Spec string // the rule, and the section that defines it
	CheckURL           string // where the inspector explains the check; "" for no link
	Stops              string // the attack or mistake that the check prevents
	Lesson             teach.Lesson
	Mismatch           *oauth.Mismatch
	NextSteps          []string
	Retry              string // path on this server for a "try again" link
	RequestID          string
	InspectorURL       string
	Dev                bool
}

// Refusal is the section about the check that refused, shown in the dev profile only.
type Refusal struct {
	Meaning, Stops string
	Facts          []Fact
}

// Comparison is the section that compares what was sent with what was expected.
type Comparison struct {
	Name, As, Note string
	Sent           bool     // there was a value
	Others         []string // further expected values
	teach.Difference
}

// RenderError writes the error page.
func RenderError(w io.Writer, chrome Chrome, v ErrorView) error {
	set, err := errorPages()
	if err != nil {
		return err
	}
	if v.Title == "" {
		v.Title = "This did not work"
	}
	if v.Dev && v.Lesson.Title != "" {
		v.Title = v.Lesson.Title
	}
	chrome.InspectorURL = "" // the page itself links to the request in the inspector
	return set.Render(w, "error", chrome, v)
}

var errorPages = sync.OnceValues(func() (*Set, error) { return New(files, "templates/error.html") })

// RetryPath returns Retry if it is a path on this server, else "". An error page must not offer a
// link to an address that an attacker chose (RFC 9700 §4.11.2).
func (v ErrorView) RetryPath() string {
	if !strings.HasPrefix(v.Retry, "/") || strings.HasPrefix(v.Retry, "//") || strings.ContainsAny(v.Retry, "\\\t\r\n") {
		return ""
	}
	return v.Retry
}

// Refusal returns nil unless a check refused and the profile is dev.
func (v ErrorView) Refusal() *Refusal {
	if !v.Dev || v.Check == "" {
		return nil
	}
	r := &Refusal{
		Meaning: strings.TrimSuffix(v.CheckMeaning, "."), Stops: strings.TrimSuffix(v.Stops, "."),
		Facts: []Fact{{Name: "check", Value: v.Check, Href: v.CheckURL}},
	}
	if v.Spec != "" {
		r.Facts = append(r.Facts, Fact{Name: "written in", Value: v.Spec, Plain: true})
	}
	return r
}

// Taught returns cause and fix, or nil if the check has no lesson or the profile is not dev.
func (v ErrorView) Taught() *teach.Lesson {
	if !v.Dev || v.Lesson.Cause == "" {
		return nil
	}
	return &v.Lesson
}

// Comparison returns nil unless a check has compared two values and the profile is dev.
func (v ErrorView) Comparison() *Comparison {
	m := v.Mismatch
	if !v.Dev || m == nil {
		return nil
	}
	c := &Comparison{Name: m.Name, As: m.As, Note: m.Note, Sent: m.Sent != ""}
	if m.Name == "" {
		return c
	}
	if len(m.Expected) == 0 {
		c.Difference.Sent = teach.Visible(m.Sent)
		return c
	}
	c.Difference = teach.Compare(m.Sent, m.Expected, m.As)
	for _, one := range m.Expected {
		if one = teach.Visible(one); one != c.Before+c.Expected+c.After {
			c.Others = append(c.Others, one)
		}
	}
	return c
}

// Facts returns the values that a user should quote when asking for help.
func (v ErrorView) Facts() []Fact {
	var list []Fact
	if v.Status != 0 {
		list = append(list, Fact{Name: "status", Value: strings.TrimSpace(fmt.Sprintf("%d %s", v.Status, http.StatusText(v.Status)))})
	}
	if v.Code != "" {
		list = append(list, Fact{Name: "error", Value: v.Code})
	}
	if v.RequestID != "" {
		list = append(list, Fact{Name: "request", Value: v.RequestID})
	}
	return list
}
