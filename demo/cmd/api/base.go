package main

import (
	"bytes"
	"errors"
	"fmt"
	"os/exec"
	"strings"
)

// baseOf returns the commit to compare with, and why it is that one.
func baseOf(root, asked string) (commit, why string, err error) {
	if asked != "" {
		return asked, "API_BASE", nil
	}
	tag, err := git(root, "describe", "--tags", "--abbrev=0")
	if err != nil {
		return "", "", errors.New("there is no tag to compare with; name a commit: make api API_BASE=HEAD~1")
	}
	return strings.TrimSpace(string(tag)), "the last tag", nil
}

// checkOut writes the files of a commit into a folder.
func checkOut(root, commit, dir string) error {
	files, err := git(root, "archive", "--format=tar", commit)
	if err != nil {
		return err
	}
	unpack := exec.Command("tar", "-x", "-C", dir)
	unpack.Stdin = bytes.NewReader(files)
	return unpack.Run()
}

func git(root string, args ...string) ([]byte, error) {
	out, err := exec.Command("git", append([]string{"-C", root}, args...)...).Output()
	var failed *exec.ExitError
	if errors.As(err, &failed) {
		return nil, fmt.Errorf("git %s: %s", args[0], bytes.TrimSpace(failed.Stderr))
	}
	return out, err
}
