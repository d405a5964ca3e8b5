package flowfile

import (
	"fmt"
	"slices"
	"strings"

	"quartet.example/inspector/flow"
	"quartet.example/shared/glossary"
	"quartet.example/shared/trace"
)

// legend explains each name and each check of a flow once. Their elements have the ids n1, n2 and c1, c2.
type legend struct {
	Terms  []trace.Entry
	Checks []trace.Checked
	ids    map[string]string // key: n- or c-, and the name
}

func newLegend(f flow.Flow) legend {
	l := legend{terms(f), checks(f), map[string]string{}}
	for i, e := range l.Terms {
		l.ids["n-"+glossary.Anchor(e.Name)] = fmt.Sprintf("n%d", i+1)
	}
	for i, c := range l.Checks {
		l.ids["c-"+glossary.Anchor(c.ID)] = fmt.Sprintf("c%d", i+1)
	}
	return l
}

// term returns the id of the element that explains the name of p, or "" if the dictionary has no entry.
func (l legend) term(p trace.Param) string {
	if trace.Lookup(p.In, p.Name).Meaning == "" {
		return ""
	}
	return l.ids["n-"+glossary.Anchor(p.Name)]
}

// check returns the id of the element that explains a check.
func (l legend) check(id string) string { return l.ids["c-"+glossary.Anchor(id)] }

// terms returns the entries of the dictionary for the names in the flow.
func terms(f flow.Flow) []trace.Entry {
	found := map[string]trace.Entry{}
	var add func([]trace.Param)
	add = func(params []trace.Param) {
		for _, p := range params {
			if e := trace.Lookup(p.In, p.Name); e.Meaning != "" {
				e.Name = p.Name
				found[glossary.Anchor(p.Name)] = e
			}
			if p.JWT != nil {
				add(p.JWT.Header)
				add(p.JWT.Claims)
			}
		}
	}
	for _, h := range f.Hops {
		add(h.Values())
	}
	list := make([]trace.Entry, 0, len(found))
	for _, e := range found {
		list = append(list, e)
	}
	slices.SortFunc(list, func(a, b trace.Entry) int { return strings.Compare(a.Name, b.Name) })
	return list
}

// checks returns each check in the flow once.
func checks(f flow.Flow) []trace.Checked {
	var list []trace.Checked
	for _, h := range f.Hops {
		for _, c := range h.Checks {
			if !slices.ContainsFunc(list, func(other trace.Checked) bool { return glossary.Anchor(other.ID) == glossary.Anchor(c.ID) }) {
				list = append(list, c)
			}
		}
	}
	slices.SortFunc(list, func(a, b trace.Checked) int { return strings.Compare(a.ID, b.ID) })
	return list
}
