package labs

import (
	"fmt"
	"slices"
	"strings"

	"quartet.example/demo/labs/lab"
	"quartet.example/shared/glossary"
)

// Find returns the lab with a number or name: "03", "3", "stolen-code" or "03-stolen-code". The error for any
// other name has those that are similar.
func Find(name string) (*lab.Lab, error) {
	var names []string
	for _, l := range All() {
		if slices.Contains([]string{l.ID, l.Number(), l.Slug, l.Name()}, strings.ToLower(name)) {
			return l, nil
		}
		names = append(names, l.Slug)
	}
	return nil, unknown("lab", name, names, "`quartet lab` lists them")
}

// Attacks returns the attack of a lab with a slug, or all its attacks if slug is "". The error for an unknown slug
// has the names of all.
func Attacks(l *lab.Lab, slug string) ([]*lab.Attack, error) {
	var all []*lab.Attack
	var names []string
	for i := range l.Attacks {
		a := &l.Attacks[i]
		if slug == "" || a.Slug == slug {
			all = append(all, a)
		}
		names = append(names, a.Slug)
	}
	if slug != "" && len(all) == 0 {
		return nil, unknown("attack", slug, names, fmt.Sprintf("lab %s has: %s", l.Number(), strings.Join(names, ", ")))
	}
	return all, nil
}

// Targets returns the targets that a text names for an attack: "all", or what lab.ParseTarget reads. A defence
// must be one that a lab uses, because the careless programs have no others.
func Targets(a *lab.Attack, text string) ([]lab.Target, error) {
	if text == "all" {
		return lab.Targets(a), nil
	}
	t, err := lab.ParseTarget(text)
	if err != nil {
		return nil, err
	}
	known := Defences()
	for _, id := range t.Defences {
		if !slices.Contains(known, id) {
			return nil, unknown("single defence", id, known, "this lab has: "+strings.Join(a.Stops, ", "))
		}
	}
	return []lab.Target{t}, nil
}

// Defences returns the ids of the checks that stop an attack of a lab, each once, in the order of the labs.
func Defences() []string {
	var ids []string
	for _, l := range All() {
		for _, a := range l.Attacks {
			for _, id := range a.Stops {
				if !slices.Contains(ids, id) {
					ids = append(ids, id)
				}
			}
		}
	}
	return ids
}

func unknown(kind, name string, names []string, otherwise string) error {
	if near := glossary.Similar(name, names); len(near) > 0 {
		return fmt.Errorf("there is no %s %q. Similar: %s", kind, name, strings.Join(near, ", "))
	}
	return fmt.Errorf("there is no %s %q; %s", kind, name, otherwise)
}
