package page

import (
	"fmt"
	"strings"
	"time"
)

// Button is a submit button, or a link that looks like one if Href is set.
// One primary button per page.
type Button struct {
	Text        string
	Kind        string // primary (default), quiet, danger
	Name, Value string // sent with the form
	Href        string
	Type        string // submit (default) or button
	FormAction  string
	Disabled    bool
	Described   string // id of the text that says what happens next
}

// Field is a labelled text input with its hint and its error.
type Field struct {
	Name, Label  string
	ID           string // Name if empty
	Type         string // text if empty; "textarea" for several lines
	Value        string
	Hint, Error  string
	Autocomplete string
	InputMode    string
	Placeholder  string
	MaxLength    int
	Required     bool
	Autofocus    bool
	Mono         bool // a protocol value or a code
}

// Key is the id of the input.
func (f Field) Key() string {
	if f.ID != "" {
		return f.ID
	}
	return f.Name
}

// DescribedBy lists the ids of hint and error.
func (f Field) DescribedBy() string {
	var ids []string
	if f.Hint != "" {
		ids = append(ids, f.Key()+"-hint")
	}
	if f.Error != "" {
		ids = append(ids, f.Key()+"-error")
	}
	return strings.Join(ids, " ")
}

// Notice says something about the page as a whole.
type Notice struct {
	Kind  string // info (default), warning, error
	Title string // "Note", "Warning" or "Error" if empty
	Text  string
	Lines []string
}

// Fact is a name and a value of the protocol.
type Fact struct {
	Name  string
	Value string
	Note  string // in words, under the value
	Plain bool   // the value is words: no monospace
	Href  string
}

// Scope is a permission: the words for the user, and the scope value.
type Scope struct {
	Text    string // "Read your notes"
	Name    string // "notes:read"
	Kind    string // what Name is the name of, "" for a scope
	Detail  string // what it means, if that needs a sentence
	Already bool   // granted before
}

// Table has cells that are strings or template.HTML.
type Table struct {
	Caption string
	Head    []string
	Rows    [][]any
	Mono    bool // cells are protocol values
}

// Behind is the strip "behind this page": who holds what.
type Behind struct {
	Holds []Holding
	Href  string // the flow in the inspector
	Text  string // of that link
}

// Holding is what one role holds.
type Holding struct {
	Role string
	Name string        // the role's own name if empty
	What string        // "a cookie, no token"
	Left time.Duration // until it expires, zero for no countdown
}

// Hop is one message between two roles.
type Hop struct {
	N              int
	From, To       string // role keys
	Channel        string // front or back
	Method, Path   string
	Status         int
	Passed, Failed int    // named checks
	FailedCheck    string // id of the check that refused
	Error          string // OAuth error code, or what went wrong
	Took           string
	Href           string // the message in full
	Current        bool
}

// Sentence is the hop in words, for those who do not see the line.
func (h Hop) Sentence() string {
	parts := []string{
		fmt.Sprintf("Hop %d", h.N),
		RoleName(h.From) + " to " + RoleName(h.To),
		channelName(h.Channel),
		strings.TrimSpace(h.Method + " " + h.Path),
	}
	if h.Status != 0 {
		parts = append(parts, fmt.Sprint(h.Status))
	}
	if h.Error != "" {
		parts = append(parts, h.Error)
	}
	if checks := h.checks(); checks != "" {
		parts = append(parts, checks)
	}
	return strings.Join(parts, ", ")
}

func (h Hop) checks() string {
	switch {
	case h.FailedCheck != "":
		return "refused by " + h.FailedCheck
	case h.Failed > 0:
		return count(h.Failed, "check") + " refused"
	case h.Passed > 0:
		return count(h.Passed, "check") + " passed"
	default:
		return ""
	}
}

// Refused reports whether the hop was turned away.
func (h Hop) Refused() bool {
	return h.Failed > 0 || h.FailedCheck != "" || h.Error != "" || h.Status >= 400
}

// Verdict is the short form of the checks.
func (h Hop) Verdict() string { return h.checks() }

func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

func channelName(key string) string {
	switch key {
	case "front":
		return "front channel"
	case "back":
		return "back channel"
	default:
		return key
	}
}

// clock writes a duration as a clock shows it: 4:31, 1:00:00.
func clock(d time.Duration) string {
	s := max(int(d/time.Second), 0)
	if s >= 3600 {
		return fmt.Sprintf("%d:%02d:%02d", s/3600, s/60%60, s%60)
	}
	return fmt.Sprintf("%d:%02d", s/60, s%60)
}
