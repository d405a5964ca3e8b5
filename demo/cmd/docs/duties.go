package main

import (
	"bytes"
	_ "embed"
	"fmt"
	"strings"
)

// duties has a line for each rule that refuses nothing: what the server must send. Its
// cells are rule, RFC section, file, a piece of the line that obeys, file and name of a test.
//
//go:embed duties.tsv
var duties string

// writeDuties writes the rules of duties.tsv. It is an error if the line or the test is
// not there any more.
func writeDuties(b *bytes.Buffer, t *tree) error {
	rows, err := table(duties, 6)
	if err != nil {
		return fmt.Errorf("duties.tsv: %w", err)
	}
	fmt.Fprint(b, "\n## What answers must carry\n\nThese rules refuse nothing, so they have no check: the answer has what it must have.\n\n"+
		"| rule | RFC | code | test |\n|---|---|---|---|\n")
	for _, row := range rows {
		line, err := t.find(row[2], row[3])
		if err != nil {
			return err
		}
		if _, err := t.find(row[4], "func "+row[5]+"("); err != nil {
			return err
		}
		fmt.Fprintf(b, "| %s | %s | %s | %s |\n", row[0], row[1], links([]string{fmt.Sprintf("%s#L%d", row[2], line)}), links([]string{row[4] + " " + row[5]}))
	}
	return nil
}

// find is the number of the one line of a file that has the text.
func (t *tree) find(file, text string) (int, error) {
	n, found := 0, 0
	for line := range strings.Lines(t.files[file]) {
		n++
		if !strings.Contains(line, text) {
			continue
		}
		if found != 0 {
			return 0, fmt.Errorf("duties.tsv: %s has %q twice", file, text)
		}
		found = n
	}
	if found == 0 {
		return 0, fmt.Errorf("duties.tsv: %s has no line with %q", file, text)
	}
	return found, nil
}
