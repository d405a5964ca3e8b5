package progress

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"quartet.example/demo/labs/lab"
)

// Done is what a learner has done.
type Done struct {
	Seen  map[string]bool `json:"seen"`  // runs that ended as their lab says; see key
	Hints map[string]int  `json:"hints"` // number of hints that were read, by the id of the lab
}

// key is the name of a run in the file, such as "03 naive+as.pkce.verifier" or "05 replay naive".
func key(l *lab.Lab, a *lab.Attack, t lab.Target) string {
	if a.Slug == "" {
		return l.ID + " " + t.String()
	}
	return l.ID + " " + a.Slug + " " + t.String()
}

// file returns the name of the file.
func file() (string, error) {
	dir, err := os.UserCacheDir()
	return filepath.Join(dir, "quartet", "labs.json"), err
}

// Load reads the file. Without one, or with one that is damaged, nothing is done yet.
func Load() (Done, error) {
	d := Done{Seen: map[string]bool{}, Hints: map[string]int{}}
	name, err := file()
	if err != nil {
		return d, err
	}
	text, err := os.ReadFile(name) // in the cache directory of the user
	if errors.Is(err, fs.ErrNotExist) {
		return d, nil
	}
	if err != nil {
		return d, err
	}
	var read Done
	if json.Unmarshal(text, &read) == nil && read.Seen != nil && read.Hints != nil {
		return read, nil
	}
	return d, nil
}

// Save writes the file. A reader sees the old file or the new one, never a part.
func (d Done) Save() error {
	name, err := file()
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		return err
	}
	text, err := json.MarshalIndent(d, "", "  ")
	if err != nil {
		return err
	}
	part, err := os.CreateTemp(filepath.Dir(name), "labs-*.json") // 0600
	if err != nil {
		return err
	}
	_, err = part.Write(append(text, '\n'))
	if err = errors.Join(err, part.Close()); err != nil {
		return errors.Join(err, os.Remove(part.Name()))
	}
	return os.Rename(part.Name(), name)
}

// Note adds a run to the file, if it ended as its lab says.
func Note(r lab.Result) error {
	if r.Verdict() != nil {
		return nil //nolint:nilerr // see the comment of the function
	}
	d, err := Load()
	if err != nil {
		return err
	}
	d.Seen[key(r.Lab, r.Attack, r.Target)] = true
	return d.Save()
}

// Forget removes the file.
func Forget() error {
	name, err := file()
	if err != nil {
		return err
	}
	if err := os.Remove(name); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}
