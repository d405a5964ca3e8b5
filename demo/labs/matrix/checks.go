package matrix

import (
	"slices"

	"quartet.example/demo/labs/lab"
	"quartet.example/shared/glossary"
)

// Checks says which named checks of the services the labs show. That a test names each check is required by
// `make docs`, which otherwise fails.
type Checks struct {
	All   int      `json:"all"`   // number of named checks
	Shown []string `json:"shown"` // those that a lab shows refusing an attack
}

// checksOf returns the checks at which the attacks of labs die.
func checksOf(labs []*lab.Lab) Checks {
	c := Checks{All: len(glossary.Checks()), Shown: []string{}}
	for _, l := range labs {
		for _, a := range l.Attacks {
			for _, id := range append([]string{a.Reference}, a.Stops...) {
				if id != "" && !slices.Contains(c.Shown, id) {
					c.Shown = append(c.Shown, id)
				}
			}
		}
	}
	slices.Sort(c.Shown)
	return c
}
