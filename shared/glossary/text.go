package glossary

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"quartet.example/shared/trace"
)

// columns is the width of the text.
const columns = 80

// WriteTerm writes a term as text, at most 80 columns wide.
func WriteTerm(w io.Writer, e trace.Entry) error {
	return write(w, e.Name, string(e.Group), e.Meaning, [][2]string{
		{"set by", e.SetBy}, {"checked by", e.Checked}, {"stops", e.Stops}, {"defined in", e.Spec}, {"see also", strings.Join(checksOf(e), ", ")},
	})
}

// WriteCheck writes a check as text, at most 80 columns wide.
func WriteCheck(w io.Writer, c Check) error {
	return write(w, c.ID, "Check", "Makes sure that "+c.Meaning+".", [][2]string{
		{"stops", c.Stops}, {"refuses with", c.Error}, {"required by", c.Spec},
	})
}

// checksOf returns the ids of the checks whose meaning names the term, and of those that refer to the
// same section. Only a name with an underscore, such as code_challenge, is looked for in the meaning:
// others, such as code, are also ordinary words.
func checksOf(e trace.Entry) []string {
	wanted := Refs(e.Spec)
	var ids []string
	for _, c := range Checks() {
		sameSection := slices.ContainsFunc(Refs(c.Spec), func(r Ref) bool { return slices.Contains(wanted, r) })
		if sameSection || strings.Contains(e.Name, "_") && slices.Contains(words(c.Meaning), e.Name) {
			ids = append(ids, c.ID)
		}
	}
	return ids
}

// words returns the words of a text. Underscores belong to words.
func words(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return r != '_' && !unicode.IsLetter(r) && !unicode.IsDigit(r) })
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

// wrapped is Wrap for the width of this package, with one space between words.
func wrapped(text string, indent int) string {
	return Wrap(strings.Join(strings.Fields(text), " "), indent, columns)
}

// Wrap breaks text between words into lines of at most this many columns. Lines after the first begin with
// indent spaces, and the first one is expected to begin in that column too. A longer word has its own line.
func Wrap(text string, indent, columns int) string {
	var b strings.Builder
	at := indent
	for i, word := range strings.Split(text, " ") {
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
