package main

import (
	"fmt"
	"io"
	"strings"

	"quartet.example/shared/glossary"
)

// explain prints a term of the glossary or a named check. Without a name it lists all names. For an
// unknown name it returns an error with names that are similar.
func explain(w io.Writer, words []string) error {
	name := strings.Join(words, " ")
	if name == "" {
		return glossary.WriteNames(w)
	}
	if term, ok := glossary.Term(name); ok {
		return glossary.WriteTerm(w, term)
	}
	if check, ok := glossary.CheckOf(name); ok {
		return glossary.WriteCheck(w, check)
	}
	if near := glossary.Near(name); len(near) > 0 {
		return fmt.Errorf("the glossary has no %q. Similar: %s", name, strings.Join(near, ", "))
	}
	return fmt.Errorf("the glossary has no %q. `quartet explain` lists all names", name)
}
