package present

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"regexp"
	"strings"
)

//go:embed scripts/*.yaml
var builtIn embed.FS

// names are the names that a script may have, because its address contains it.
var names = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,63}$`)

// Load returns the built-in scripts, and then those of a directory, which may be "". A script of the
// directory replaces a built-in one of the same name. The error names file and line of each mistake.
func Load(dir string) ([]Script, error) {
	scripts, err := read(builtIn, "scripts")
	if err != nil || dir == "" {
		return scripts, err
	}
	if _, err := os.ReadDir(dir); err != nil { // fs.Glob finds nothing then
		return nil, err
	}
	own, err := read(os.DirFS(dir), ".")
	if err != nil {
		return nil, fmt.Errorf("%s: %w", dir, err)
	}
	for _, s := range own {
		scripts = put(scripts, s)
	}
	return scripts, nil
}

func put(scripts []Script, s Script) []Script {
	for i := range scripts {
		if scripts[i].Name == s.Name {
			scripts[i] = s
			return scripts
		}
	}
	return append(scripts, s)
}

// read returns the scripts in a directory. Besides a script may be its recording, with the same name.
func read(from fs.FS, dir string) ([]Script, error) {
	files, err := fs.Glob(from, path.Join(dir, "*.yaml"))
	if err != nil {
		return nil, err
	}
	var scripts []Script
	var errs []error
	for _, file := range files {
		name := strings.TrimSuffix(path.Base(file), ".yaml")
		body, err := fs.ReadFile(from, file)
		if err == nil && !names.MatchString(name) {
			err = errors.New("the name has other characters than a-z, 0-9 and hyphens")
		}
		var s Script
		if err == nil {
			s, err = Parse(name, body)
		}
		if err == nil {
			s.Recorded, err = recordingOf(from, file, name)
		}
		if err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", path.Base(file), err))
		}
		scripts = append(scripts, s)
	}
	return scripts, errors.Join(errs...)
}
