package page

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
)

// ErrorView is the content of an error page. Title and Message are for the user: plain words, no
// jokes. Empty fields are left out.
type ErrorView struct {
	Status             int
	Title, Message     string
	Code               string // OAuth error code
	Check              string // id of the check that refused; shown in the dev profile only
	CheckMeaning, Spec string // the rule, and the section that defines it
	NextSteps          []string
	Retry              string // path on this server for a "try again" link
	RequestID          string
	InspectorURL       string
	Dev                bool
}

// Refusal is the section about the check that refused, shown in the dev profile only.
type Refusal struct {
	Meaning string
	Facts   []Fact
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
	r := &Refusal{Meaning: strings.TrimSuffix(v.CheckMeaning, "."), Facts: []Fact{{Name: "check", Value: v.Check}}}
	if v.Spec != "" {
		r.Facts = append(r.Facts, Fact{Name: "written in", Value: v.Spec, Plain: true})
	}
	return r
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
