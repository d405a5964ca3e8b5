package lab

import (
	"fmt"
	"strings"

	"quartet.example/shared/glossary"
)

// Target is what an attack is made on: the reference, or the careless programs with some defences.
type Target struct {
	Reference bool
	Defences  []string // ids of named checks
}

// The targets without a defence, and with all of them.
var (
	Careless  = Target{}
	Reference = Target{Reference: true}
)

// With returns the careless target with one defence.
func With(check string) Target { return Target{Defences: []string{check}} }

// and returns a careless target with more defences. The reference has all.
func (t Target) and(more []string) Target {
	if !t.Reference {
		t.Defences = append(more[:len(more):len(more)], t.Defences...)
	}
	return t
}

// ParseTarget reads "naive", "naive+as.pkce.verifier" or "reference". The error of any other text says what
// it may be.
func ParseTarget(text string) (Target, error) {
	if text == "reference" {
		return Reference, nil
	}
	words := strings.Split(text, "+")
	if words[0] != "naive" {
		return Target{}, fmt.Errorf("%q is no target: it is naive, naive+CHECK with the id of a named check, or reference", text)
	}
	for _, id := range words[1:] {
		if _, known := glossary.CheckOf(id); !known {
			return Target{}, fmt.Errorf("there is no check %q; `quartet explain` lists them", id)
		}
	}
	return Target{Defences: words[1:]}, nil
}

// String returns the text that ParseTarget reads.
func (t Target) String() string {
	if t.Reference {
		return "reference"
	}
	return strings.Join(append([]string{"naive"}, t.Defences...), "+")
}

// Targets returns the targets on which an attack is tried: the careless programs, those with each defence
// that stops it, and the reference.
func Targets(a *Attack) []Target {
	all := []Target{Careless}
	for _, id := range a.Stops {
		all = append(all, With(id))
	}
	return append(all, Reference)
}
