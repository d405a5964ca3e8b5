package bundle

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// licence matches the files that a licence may require to be passed on with a binary.
var licence = regexp.MustCompile(`(?i)^(licen[cs]e|copying|notice|patents)([.-].*)?$`)

// copyLicences copies the licences of Go's standard library, and of each module that is in a binary,
// into licences/.
func (o Options) copyLicences(ctx context.Context) error {
	modules := map[string]string{} // name and version → folder
	for _, target := range o.Targets {
		if err := o.modules(ctx, target, modules); err != nil {
			return err
		}
	}
	for _, name := range slices.Sorted(maps.Keys(modules)) {
		if err := o.copyLicence(name, modules[name]); err != nil {
			return err
		}
	}
	return nil
}

// modules adds the modules that the command for a target consists of.
func (o Options) modules(ctx context.Context, target string, modules map[string]string) error {
	out, err := o.golang(ctx, target, "list", "-deps", "-f", "{{with .Module}}{{if .Version}}{{.Path}}@{{.Version}}\t{{.Dir}}{{end}}{{end}}", "./demo")
	if err != nil {
		return err
	}
	for line := range strings.Lines(string(out)) {
		if name, folder, ok := strings.Cut(strings.TrimSpace(line), "\t"); ok {
			modules[name] = folder
		}
	}
	root, err := o.golang(ctx, target, "env", "GOROOT")
	modules["go"] = strings.TrimSpace(string(root))
	return err
}

// copyLicence copies the licences of one module. A module without one must not be distributed.
func (o Options) copyLicence(name, folder string) error {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return err
	}
	found := errors.New(name + " has no licence file: it must not be distributed")
	for _, entry := range entries {
		if entry.IsDir() || !licence.MatchString(entry.Name()) {
			continue
		}
		found = nil
		to := filepath.Join(o.Dir, "licences", filepath.FromSlash(name), entry.Name())
		if err := copyFile(filepath.Join(folder, entry.Name()), to); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return found
}
