package bundle

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
)

// Checkout returns the folder with the source of Quartet: the working folder, or one above it. The
// error says what is needed.
func Checkout() (string, error) {
	if _, err := exec.LookPath("go"); err != nil {
		return "", errors.New("bundle builds the command from source and needs Go, which is not here: https://go.dev/dl/")
	}
	folder, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		if isCheckout(folder) {
			return folder, nil
		}
		above := filepath.Dir(folder)
		if above == folder {
			return "", errors.New("bundle builds the command from source: run it in a checkout of Quartet, or `make bundle` there")
		}
		folder = above
	}
}

func isCheckout(folder string) bool {
	for _, name := range []string{"go.work", filepath.Join("demo", "bundle", "checkout.go")} {
		if _, err := os.Stat(filepath.Join(folder, name)); err != nil {
			return false
		}
	}
	return true
}
