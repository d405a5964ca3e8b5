// Command docs writes the documents that would become wrong if people kept them by hand:
//
//	docs/defences.md     every named check: rule, RFC section, attack, the line that decides, tests
//	docs/conformance.md  every row of the check catalogue: requirement, tests, state;
//	                     every module of the OpenID conformance suite
//	docs/order.md        for each endpoint, the order in which its checks are decided
//	docs/flows/*.md      each flow of quartet walk, message by message, from a recorded run
//	shared/glossary/checks.tsv
//	                     every named check, for the glossary of the inspector
//
// All but the flows come from the source, not from a running program. A check is an oauth.Check literal. The
// line that decides it is the line of a script that names it in a comment, else the call
// of Require or Fail, else the line of the parser that returns its error. Its tests are
// those that name its id. It fails if a check has no test or no such line. With -check
// it writes nothing, and fails if a document is out of date.
package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
)

func main() {
	check := flag.Bool("check", false, "fail if a document is stale, write nothing")
	root := flag.String("root", ".", "the workspace")
	flag.Parse()
	if err := run(*root, *check); err != nil {
		fmt.Fprintln(os.Stderr, "docs:", err)
		os.Exit(1)
	}
}

func run(root string, check bool) error {
	tree, err := read(os.DirFS(root))
	if err != nil {
		return err
	}
	if err := tree.complete(); err != nil {
		return err
	}
	rows, err := conformance(tree)
	if err != nil {
		return err
	}
	checks, err := defences(tree)
	if err != nil {
		return err
	}
	program, err := load(root)
	if err != nil {
		return err
	}
	steps, err := order(tree, program)
	if err != nil {
		return err
	}
	pages, err := flowPages(context.Background())
	if err != nil {
		return err
	}
	maps.Copy(pages, map[string][]byte{
		"docs/defences.md": checks, "docs/conformance.md": rows, "docs/order.md": steps, "shared/glossary/checks.tsv": glossaryChecks(tree),
	})
	for name, text := range pages {
		if err := emit(filepath.Join(root, name), text, check); err != nil {
			return err
		}
	}
	return nil
}

func emit(path string, text []byte, check bool) error {
	if !check {
		return errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, text, 0o644))
	}
	have, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	if !bytes.Equal(have, text) {
		return fmt.Errorf("%s is stale: run `make docs`", path)
	}
	return nil
}
