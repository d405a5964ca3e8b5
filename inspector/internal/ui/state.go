package ui

import (
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"quartet.example/inspector/flowview"
	"quartet.example/inspector/stateview"
	"quartet.example/shared/page"
	"quartet.example/shared/trace"
	"quartet.example/shared/trace/state"
)

// State responds with what each role holds.
func (p *Pages) State(c echo.Context, v stateview.View) error {
	return p.set.HTML(c, http.StatusOK, "state", p.chrome("/state"), newHeld(v))
}

// held is the data of the page.
type held []heldRole

type heldRole struct {
	stateview.Role
	Parts []heldSection
}

// Name returns the name of the role.
func (r heldRole) Name() string {
	if r.Key == trace.Browser {
		return "Browser"
	}
	return page.RoleName(r.Key)
}

// Empty returns the names of what the role does not hold now.
func (r heldRole) Empty() []string {
	var names []string
	for _, s := range r.Parts {
		if s.IsEmpty() {
			names = append(names, strings.ToLower(s.Name[:1])+s.Name[1:])
		}
	}
	return names
}

type heldSection struct {
	state.Section
	Role  string
	Heads []string // of the table; empty: the items are cards
	List  []heldItem
}

// Anchor returns the id of the section on the page.
func (s heldSection) Anchor() string { return s.Role + "-" + s.ID }

// IsEmpty reports whether the role holds nothing of this kind.
func (s heldSection) IsEmpty() bool { return len(s.List) == 0 && s.Error == "" }

// Rest returns how many items are left out.
func (s heldSection) Rest() string {
	if s.Least {
		return "and more"
	}
	return "and " + flowview.Plural(s.More, "more")
}

type heldItem struct {
	state.Item
	Shown []heldValue
	List  []heldItem
}

// Kind returns the kind of the badge.
func (i heldItem) Kind() string {
	switch i.Status {
	case "valid", "current", "active", "allowed", "answered":
		return "ok"
	}
	if i.Ended {
		return "plain"
	}
	return "waiting"
}

type heldValue struct {
	state.Value
	Left time.Duration // until At; negative for a time in the past
}

// IsEmpty reports whether there is no value.
func (v heldValue) IsEmpty() bool { return v.Text == "" && v.Param == nil && v.At == nil }

// IsLong reports whether the value of the protocol is one long word, which is shortened where its
// fingerprint stands beside it.
func (v heldValue) IsLong() bool {
	return v.Param != nil && v.Param.Print != "" && len(v.Param.Value) > 24 && !strings.Contains(v.Param.Value, " ")
}

// When returns At in the format of the time element.
func (v heldValue) When() string { return v.At.UTC().Format(time.RFC3339) }

// Seconds returns the seconds until At.
func (v heldValue) Seconds() int { return int(v.Left.Round(time.Second) / time.Second) }

// IsPast reports whether At is past.
func (v heldValue) IsPast() bool { return v.Left <= 0 }

// Words returns At as text.
func (v heldValue) Words() string {
	switch {
	case v.Left > 0:
		return "in " + stateview.Clock(v.Left)
	case v.Ends:
		return "ended"
	}
	return stateview.Ago(-v.Left)
}

// maxColumns is the number of columns of a table that fits on a page. Items with more values are cards.
const maxColumns = 6

func newHeld(v stateview.View) held {
	var all held
	for _, r := range v.Roles {
		role := heldRole{Role: r}
		for _, s := range r.Sections {
			role.Parts = append(role.Parts, newHeldSection(r, s))
		}
		all = append(all, role)
	}
	return all
}

func newHeldSection(r stateview.Role, s state.Section) heldSection {
	h := heldSection{Section: s, Role: r.Key, List: newHeldItems(s.Items, r.Time)}
	heads, isFlat := headsOf(h.List)
	if isFlat && len(heads) <= maxColumns && s.ID != state.Families {
		h.Heads = heads
	}
	return h
}

func newHeldItems(items []state.Item, now time.Time) []heldItem {
	var list []heldItem
	for _, item := range items {
		h := heldItem{Item: item, List: newHeldItems(item.Items, now)}
		for _, v := range item.Values {
			value := heldValue{Value: v}
			if v.At != nil {
				value.Left = v.At.Sub(now)
			}
			h.Shown = append(h.Shown, value)
		}
		list = append(list, h)
	}
	return list
}

// headsOf returns the names of the values, with the status in front if there is one, and whether all
// items have the same names.
func headsOf(items []heldItem) (heads []string, isFlat bool) {
	if len(items) == 0 {
		return nil, false
	}
	if items[0].Status != "" {
		heads = append(heads, "status")
	}
	for _, v := range items[0].Shown {
		heads = append(heads, v.Name)
	}
	for _, item := range items {
		if namesOf(item) != namesOf(items[0]) || len(item.List) > 0 {
			return nil, false
		}
	}
	return heads, true
}

func namesOf(item heldItem) string {
	names := make([]string, 0, len(item.Shown)+1)
	for _, v := range item.Shown {
		names = append(names, v.Name)
	}
	return strings.Join(names, "\n")
}
