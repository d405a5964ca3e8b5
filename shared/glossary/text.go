package glossary

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"quartet.example/shared/trace"
)

// columns is the width of the text.
const columns = 80

// WriteTerm writes a term as text, at most 80 columns wide.
func WriteTerm(w io.Writer, e trace.Entry) error {
	return write(w, e.Name, string(e.Group), e.Meaning, [][2]string{
		{"set by", e.SetBy}, {"checked by", e.Checked}, {"stops", e.Stops}, {"defined in", e.Spec}, {"see also", strings.Join(checksAt(e.Spec), ", ")},
	})
}

// WriteCheck writes a check as text, at most 80 columns wide.
func WriteCheck(w io.Writer, c Check) error {
	return write(w, c.ID, "Check", "Makes sure that "+c.Meaning+".", [][2]string{
		{"stops", c.Stops}, {"refuses with", c.Error}, {"required by", c.Spec},
	})
}

// checksAt returns the ids of the checks that refer to a section of spec.
func checksAt(spec string) []string {
	wanted := map[Ref]bool{}
	for _, r := range Refs(spec) {
		wanted[r] = true
	}
	var ids []string
	for _, c := range Checks() {
		for _, r := range Refs(c.Spec) {
			if wanted[r] {
				ids = append(ids, c.ID)
				break
			}
		}
	}
	return ids
}

func write(w io.Writer, name, kind, meaning string, facts [][2]string) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s (%s)\n\n  %s\n\n", name, kind, wrapped(meaning, 2))
	for _, f := range facts {
		if f[1] != "" {
			fmt.Fprintf(&b, "  %-14s%s\n", f[0], wrapped(f[1], 16))
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// WriteNames writes the names of all terms by group, and the ids of all checks.
func WriteNames(w io.Writer) error {
	var b strings.Builder
	for _, g := range Groups() {
		var names []string
		for _, e := range g.Terms {
			names = append(names, e.Name)
		}
		fmt.Fprintf(&b, "%s\n  %s\n\n", g.Name, wrapped(strings.Join(names, ", "), 2))
	}
	var ids []string
	for _, c := range Checks() {
		ids = append(ids, c.ID)
	}
	fmt.Fprintf(&b, "Checks\n  %s\n", wrapped(strings.Join(ids, ", "), 2))
	_, err := io.WriteString(w, b.String())
	return err
}

// wrapped breaks text into lines of at most 80 columns. Lines after the first begin with indent
// spaces.
func wrapped(text string, indent int) string {
	var b strings.Builder
	at := indent
	for i, word := range strings.Fields(text) {
		width := utf8.RuneCountInString(word)
		switch {
		case i == 0:
		case at+1+width > columns:
			b.WriteString("\n" + strings.Repeat(" ", indent))
			at = indent
		default:
			b.WriteByte(' ')
			at++
		}
		b.WriteString(word)
		at += width
	}
	return b.String()
}
