package page

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
)

// ErrorView is what an error page says. Title and Message are for the reader in
// front of it: plain words, no jokes. What is empty is left out.
type ErrorView struct {
	Status             int
	Title, Message     string
	Code               string // OAuth error code
	Check              string // id of the check that refused; shown in the dev profile
	CheckMeaning, Spec string // what it wants, and where that is written
	NextSteps          []string
	Retry              string // a path on this server to try again
	RequestID          string
	InspectorURL       string
	Dev                bool
}

// Refusal is the part about the check. A production page keeps it to itself.
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
	chrome.InspectorURL = "" // the page has its own link, to the request itself
	return set.Render(w, "error", chrome, v)
}

var errorPages = sync.OnceValues(func() (*Set, error) { return New(files, "templates/error.html") })

// RetryPath is Retry if it stays on this server. An error page must not offer a
// stranger's address to click on (RFC 9700 §4.11.2).
func (v ErrorView) RetryPath() string {
	if !strings.HasPrefix(v.Retry, "/") || strings.HasPrefix(v.Retry, "//") || strings.ContainsAny(v.Retry, "\\\t\r\n") {
		return ""
	}
	return v.Retry
}

// Refusal is nil unless a named check refused and the profile is dev.
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

// Facts are the values to quote when asking for help.
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
