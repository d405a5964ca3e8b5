package bundle

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Targets are the operating systems and processors for which there are binaries.
var Targets = []string{"linux/amd64", "linux/arm64", "darwin/amd64", "darwin/arm64", "windows/amd64", "windows/arm64"}

// Options of Make.
type Options struct {
	Root    string    // the checkout
	Dir     string    // the folder to make; it must not exist, or be empty
	Targets []string  // such as linux/amd64
	Version string    // what the binaries print with --version
	Out     io.Writer // says what is done
}

//go:embed start-here.txt
var startHere []byte

// Make makes the folder. It needs Go, and the modules that make demo has downloaded, but no network.
// It refuses an unknown target and a folder with files before it writes anything.
func Make(ctx context.Context, o Options) error {
	for _, target := range o.Targets {
		if !slices.Contains(Targets, target) {
			return fmt.Errorf("%q is not one of %s", target, strings.Join(Targets, ", "))
		}
	}
	if err := prepare(o.Dir); err != nil {
		return err
	}
	for _, target := range o.Targets {
		if err := o.build(ctx, target); err != nil {
			return err
		}
	}
	if err := o.copyLicences(ctx); err != nil {
		return err
	}
	if err := o.copyDocs(); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(o.Dir, "START-HERE.txt"), startHere, 0o644); err != nil {
		return err
	}
	return o.writeSums()
}

// prepare makes the folder. It refuses one with files, because old files would be mixed with new ones.
func prepare(dir string) error {
	found, err := os.ReadDir(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return os.MkdirAll(dir, 0o755)
	case err != nil:
		return err
	case len(found) > 0:
		return fmt.Errorf("%s is not empty: name a new folder", dir)
	}
	return nil
}
