// Command api compares what others import with an earlier state of this repository.
//
//	go run ./demo/cmd/api [-base COMMIT]    the default is the last tag
//
// An incompatible change, as golang.org/x/exp/apidiff defines it, needs a line in
// CHANGELOG.md that names package and symbol, below "Breaking" of what is unreleased.
//
//	main.go       the order of the steps
//	packages.go   the list of the packages that others import
//	base.go       which state is the earlier one, and its files
//	load.go       the exported API of packages
//	changes.go    what changed
//	changelog.go  what was decided
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
)

func main() {
	base := flag.String("base", "", "commit to compare with; the last tag if empty")
	flag.Parse()
	if err := run(os.Stdout, ".", *base); err != nil {
		fmt.Fprintln(os.Stderr, "api:", err)
		os.Exit(1)
	}
}

// run compares the repository in the folder root with base, and returns an error if there
// is nothing to compare with, or an incompatible change that the changelog does not list.
func run(out io.Writer, root, base string) error {
	commit, why, err := baseOf(root, base)
	if err != nil {
		return err
	}
	before, err := os.MkdirTemp("", "quartet-api-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(before) }()
	if err := checkOut(root, commit, before); err != nil {
		return err
	}
	changes, err := compare(before, root)
	if err != nil {
		return err
	}
	decided, err := readDecisions(root)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "compared with %s (%s):\n", commit, why)
	return report(out, changes, decided)
}

// report prints the changes, and returns an error if one is a break that nobody decided.
func report(out io.Writer, changes []change, decided decisions) error {
	undecided := 0
	for _, c := range changes {
		switch {
		case c.compatible:
			fmt.Fprintf(out, "  compatible    %s\n", c)
		case decided.have(c):
			fmt.Fprintf(out, "  breaking      %s\n", c)
		default:
			undecided++
			fmt.Fprintf(out, "  UNDECIDED     %s\n", c)
		}
	}
	if len(changes) == 0 {
		fmt.Fprintln(out, "  no changes")
	}
	if undecided > 0 {
		return fmt.Errorf("%d changes break programs that import Quartet: undo them, or list package and symbol of each in CHANGELOG.md, in a section Breaking of what is unreleased", undecided)
	}
	return nil
}
