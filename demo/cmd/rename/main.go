// Command rename gives the modules of this repository another path, so that a fork can be
// published and imported (docs/import.md).
//
//	go run ./demo/cmd/rename github.com/you/quartet v0.1.0
//
// It rewrites the path in every file, and makes the modules require each other at the
// version that the fork will be tagged with: replace directives do not count for
// importers. It can be run again, with another path, another version, or the same.
//
//	main.go    the rules for path and version; the order of the steps
//	tree.go    which files there are, and whether all changes are committed
//	text.go    the path in a file
//	gomod.go   the modules, and what they require of each other
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/mod/module"
	"golang.org/x/mod/semver"
)

func main() {
	force := flag.Bool("force", false, "change files although there are changes that are not committed")
	flag.Parse()
	if err := run(os.Stdout, ".", flag.Arg(0), flag.Arg(1), *force); err != nil {
		fmt.Fprintln(os.Stderr, "rename:", err)
		os.Exit(1)
	}
}

// run renames the modules in the folder root, and writes what it did to out.
func run(out io.Writer, root, path, version string, force bool) error {
	if err := errors.Join(checkPath(path), checkVersion(version)); err != nil {
		return err
	}
	if err := committed(root); err != nil && !force {
		return err
	}
	old, err := pathOf(root)
	if err != nil {
		return err
	}
	changed, err := rewriteAll(root, old, path)
	if err != nil {
		return err
	}
	raised, err := requireAll(root, path, version)
	if err != nil {
		return err
	}
	report(out, old, path, version, changed, raised)
	return nil
}

// checkPath returns an error if others could not import modules below the path.
func checkPath(path string) error {
	if path == "" {
		return errors.New("which path? make rename MODULE=github.com/you/quartet")
	}
	for _, m := range modules {
		if err := module.CheckPath(path + "/" + m); err != nil {
			return fmt.Errorf("MODULE: %w", err)
		}
	}
	return nil
}

// checkVersion returns an error if the version needs another path, or is none.
func checkVersion(version string) error {
	if semver.Canonical(version) != version || semver.Major(version) != "v0" && semver.Major(version) != "v1" {
		return fmt.Errorf("TAG: %q is not a version such as v0.1.0 or v1.2.3; from v2 on, Go wants /v2 at the end of each module path", version)
	}
	return nil
}

func report(out io.Writer, old, path, version string, changed, raised int) {
	if changed+raised == 0 {
		fmt.Fprintf(out, "The modules are %s/* at %s already; nothing changed.\n", path, version)
		return
	}
	fmt.Fprintf(out, "%s → %s in %d files; %d go.mod files require %s.\n\nTo publish it:\n\n", old, path, changed, raised, version)
	fmt.Fprintf(out, "  make test\n  git commit -am \"Module path %s, %s\"\n", path, version)
	fmt.Fprintf(out, "  for module in %s; do git tag $module/%s; done\n  git push origin HEAD --tags\n", strings.Join(modules, " "), version)
}
