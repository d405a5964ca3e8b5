package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"quartet.example/authserver"
	"quartet.example/shared/oauth"
)

// secrets writes a random secret to each named file in the directory that does not exist yet, with
// mode 0600. It does not change existing files.
func secrets(args []string) error {
	if len(args) < 2 {
		return errors.New("secrets: want a directory and names of files")
	}
	for _, name := range args[1:] {
		if name != filepath.Base(name) || strings.HasPrefix(name, ".") {
			return fmt.Errorf("secrets: %q is not the name of a file", name)
		}
		if err := makeSecret(filepath.Join(args[0], name)); err != nil {
			return fmt.Errorf("secrets: %w", err)
		}
	}
	return nil
}

func makeSecret(path string) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err != nil {
		return err
	}
	_, err = f.WriteString(oauth.NewSecret() + "\n")
	return errors.Join(err, f.Close())
}

// hashPassword reads one line from in and writes its argon2id hash to out.
func hashPassword(in io.Reader, out io.Writer) error {
	line, err := bufio.NewReader(in).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return fmt.Errorf("hash-password: %w", err)
	}
	password := strings.TrimRight(line, "\r\n")
	if password == "" {
		return errors.New("hash-password: no password on standard input")
	}
	hash, err := authserver.HashPassword(password)
	if err != nil {
		return fmt.Errorf("hash-password: %w", err)
	}
	_, err = fmt.Fprintln(out, hash)
	return err
}
