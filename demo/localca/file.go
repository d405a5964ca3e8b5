package localca

import (
	"bytes"
	"crypto/x509"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// File is the path of a file with the certificate of a CA. The file exists while the stack runs.
type File string

// FileFor returns the file for the stack whose authorization server has that port. It is in a folder
// that only this user can change: in a folder for all users, another user could put a CA of their own
// there first.
func FileFor(port string) (File, error) {
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", fmt.Errorf("no folder for the certificate of the local CA: %w", err)
	}
	return File(filepath.Join(cache, "quartet", "ca-"+port+".pem")), nil
}

// Write writes the certificate of a, in place of the one of an earlier run that could not remove
// its file.
func (f File) Write(a *Authority) error {
	folder := filepath.Dir(string(f))
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return err
	}
	if err := os.Chmod(folder, 0o700); err != nil { // it may have existed
		return err
	}
	temporary, err := os.CreateTemp(folder, "ca-*.tmp")
	if err != nil {
		return err
	}
	_, err = temporary.Write(a.PEM)
	err = errors.Join(err, temporary.Close())
	if err == nil {
		err = os.Rename(temporary.Name(), string(f)) // readers see the old certificate or the new one
	}
	if err != nil {
		return errors.Join(err, os.Remove(temporary.Name()))
	}
	return nil
}

// Remove removes the file if it has the certificate of a. A stack that was started in the meantime
// keeps its own.
func (f File) Remove(a *Authority) error {
	if found, err := os.ReadFile(string(f)); err == nil && !bytes.Equal(found, a.PEM) {
		return nil
	}
	return f.Discard()
}

// Discard removes the file, if there is one.
func (f File) Discard() error {
	if err := os.Remove(string(f)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// Exists reports whether there is such a file.
func (f File) Exists() bool {
	_, err := os.Stat(string(f))
	return err == nil
}

// Roots returns the CAs of this system and the one in the file. Without the file it returns those of
// the system.
func (f File) Roots() *x509.CertPool {
	found, err := os.ReadFile(string(f))
	if err != nil {
		found = nil
	}
	return rootsWith(found)
}
