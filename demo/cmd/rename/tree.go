package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
)

// skipped are folders that hold no source of ours.
var skipped = []string{".git", ".tools", ".cache", "bin", "artifacts", "node_modules", "vendor"}

// files returns the path of every regular file below root.
func files(root string) ([]string, error) {
	var all []string
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && slices.Contains(skipped, d.Name()):
			return fs.SkipDir
		case d.Type().IsRegular():
			all = append(all, path)
		}
		return nil
	})
	return all, err
}

// committed returns an error if git could not undo what this program does.
func committed(root string) error {
	status := exec.Command("git", "status", "--porcelain")
	status.Dir = root
	out, err := status.Output()
	if err != nil {
		return errors.New("this is no git checkout, so that nothing could undo the change; FORCE=1 renames all the same")
	}
	if n := bytes.Count(out, []byte("\n")); n > 0 {
		return fmt.Errorf("%d files have changes that are not committed (git status); commit them first, or use FORCE=1", n)
	}
	return nil
}

// edit replaces a file by what change makes of it, and tells whether that differs.
func edit(path string, change func([]byte) ([]byte, error)) (bool, error) {
	before, err := os.ReadFile(path)
	if err != nil {
		return false, err
	}
	after, err := change(before)
	if err != nil || bytes.Equal(before, after) {
		return false, err
	}
	info, err := os.Stat(path)
	if err != nil {
		return false, err
	}
	return true, os.WriteFile(path, after, info.Mode().Perm())
}
