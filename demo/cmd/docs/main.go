// Command docs writes the documents that would rot if people kept them by hand:
//
//	docs/defences.md     every named check: rule, RFC section, attack, code, tests
//	docs/conformance.md  every row of the check catalogue: requirement, tests, state;
//	                     every module of the OpenID conformance suite
//
// It reads the source, not the running program: a check is an oauth.Check
// literal, its code is where the value is used, its tests are the tests that
// name its id. It fails if a check has no test. With -check it writes nothing and fails if a document is stale.
package main

import (
	"bytes"
	"flag"
	"fmt"
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
	for name, text := range map[string][]byte{"defences.md": defences(tree), "conformance.md": rows} {
		if err := emit(filepath.Join(root, "docs", name), text, check); err != nil {
			return err
		}
	}
	return nil
}

func emit(path string, text []byte, check bool) error {
	if !check {
		return os.WriteFile(path, text, 0o644)
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
