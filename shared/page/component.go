package page

import (
	"fmt"
	"strings"
	"time"
)

// Button is a submit button, or a link that looks like one if Href is set. A page should have one
// primary button.
type Button struct {
	Text        string
	Kind        string // primary (default), quiet, danger
	Name, Value string // sent with the form
	Href        string
	Type        string // submit (default) or button
	FormAction  string
	Disabled    bool
	Described   string // id of the element that says what happens next, for aria-describedby
}

// Field is a text input with label, hint and error.
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
	Mono         bool // monospace, for protocol values and codes
}

// Key returns the id of the input.
func (f Field) Key() string {
	if f.ID != "" {
		return f.ID
	}
	return f.Name
}

// DescribedBy returns the ids of hint and error, for aria-describedby.
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

// Notice is a message about the page as a whole.
type Notice struct {
	Kind  string // info (default), warning, error
	Title string // "Note", "Warning" or "Error" if empty
	Text  string
	Lines []string
}

// Fact is one row in a list of names and values, such as "client_id" and "notes".
type Fact struct {
	Name  string
	Value string
	Note  string // explanation below the value
	Plain bool   // the value is ordinary text, not monospace
	Href  string
}

// Scope is a permission in the list on the consent page.
type Scope struct {
	Text    string // description for the user, such as "Read your notes"
	Name    string // scope value, such as "notes:read"
	Kind    string // what kind of value Name is; "" for a scope
	Detail  string // further explanation; may be empty
	Already bool   // granted before
}

// Table is a table whose cells are strings or template.HTML.
type Table struct {
	Caption string
	Head    []string
	Rows    [][]any
	Mono    bool // monospace cells, for protocol values
}

// Behind is the section "behind this page", which shows who holds which tokens and cookies.
type Behind struct {
	Holds []Holding
	Href  string // address of the flow in the inspector
	Text  string // text of that link
}

// Holding is what one role holds.
type Holding struct {
	Role string
	Name string        // empty: the name of the role
	What string        // such as "a cookie, no token"
	Left time.Duration // time until it expires; 0 for no countdown
}

// clock returns a duration as 4:31 or 1:00:00.
func clock(d time.Duration) string {
	s := max(int(d/time.Second), 0)
	if s >= 3600 {
		return fmt.Sprintf("%d:%02d:%02d", s/3600, s/60%60, s%60)
	}
	return fmt.Sprintf("%d:%02d", s/60, s%60)
}
