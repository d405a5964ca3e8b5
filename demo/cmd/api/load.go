package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"go/importer"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"golang.org/x/mod/modfile"
)

// load returns the packages with these paths that the workspace in a folder has. Both
// are relative to its module path, which is returned, too.
func load(root string, paths []string) (found map[string]*types.Package, module string, err error) {
	gomod, err := os.ReadFile(filepath.Join(root, "shared", "go.mod"))
	if err != nil {
		return nil, "", err
	}
	module = strings.TrimSuffix(modfile.ModulePath(gomod), "shared")
	exports, err := compile(root, module, paths)
	if err != nil {
		return nil, "", err
	}
	imports := importer.ForCompiler(token.NewFileSet(), "gc", func(path string) (io.ReadCloser, error) {
		return os.Open(exports[path])
	})
	found = map[string]*types.Package{}
	for _, path := range paths {
		if exports[module+path] == "" { // it does not exist, or does not compile; only the first is a state to compare
			if sources, _ := filepath.Glob(filepath.Join(root, path, "*.go")); len(sources) > 0 {
				return nil, "", fmt.Errorf("%s cannot be compared: it does not compile, or its modules cannot be downloaded (in %s)", path, root)
			}
			continue
		}
		if found[path], err = imports.Import(module + path); err != nil {
			return nil, "", err
		}
	}
	return found, module, nil
}

// compile returns the files with the exported API of the packages and of all that they
// import, by import path. A package that does not exist has none.
func compile(root, module string, paths []string) (map[string]string, error) {
	args := []string{"list", "-e", "-export", "-deps", "-json=ImportPath,Export"}
	for _, path := range paths {
		args = append(args, module+path)
	}
	list := exec.Command("go", args...)
	list.Dir = root
	var failures bytes.Buffer
	list.Stderr = &failures
	out, err := list.Output()
	if err != nil {
		return nil, fmt.Errorf("go list: %w: %s", err, &failures)
	}
	exports := map[string]string{}
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var p struct{ ImportPath, Export string }
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			return exports, nil
		} else if err != nil {
			return nil, err
		}
		exports[p.ImportPath] = p.Export
	}
}
