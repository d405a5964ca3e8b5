package main

import (
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/mod/modfile"
)

// modules are the folders that hold a module, each after those that it requires.
var modules = []string{"shared", "docs", "authserver", "resourceserver", "client", "inspector", "demo"}

// pathOf reads what the paths of the modules begin with now.
func pathOf(root string) (string, error) {
	gomod, err := os.ReadFile(filepath.Join(root, modules[0], "go.mod"))
	if err != nil {
		return "", err
	}
	return strings.TrimSuffix(modfile.ModulePath(gomod), "/"+modules[0]), nil
}

// requireAll makes the modules require each other at the version, and returns how many
// go.mod files changed. Their replace directives stay, for builds in this repository.
func requireAll(root, path, version string) (int, error) {
	raised := 0
	for _, m := range modules {
		differs, err := edit(filepath.Join(root, m, "go.mod"), func(text []byte) ([]byte, error) { return require(text, path, version) })
		if err != nil {
			return raised, err
		}
		if differs {
			raised++
		}
	}
	return raised, nil
}

func require(gomod []byte, path, version string) ([]byte, error) {
	f, err := modfile.Parse("go.mod", gomod, nil)
	if err != nil {
		return nil, err
	}
	for _, r := range f.Require {
		if strings.HasPrefix(r.Mod.Path, path+"/") {
			if err := f.AddRequire(r.Mod.Path, version); err != nil {
				return nil, err
			}
		}
	}
	f.Cleanup()
	return f.Format()
}
