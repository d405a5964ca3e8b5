package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"quartet.example/shared/porttest"

	"github.com/alexedwards/argon2id"
)

func TestSecretsAreMadeOnce(t *testing.T) {
	dir := t.TempDir()
	read := func(name string) string {
		t.Helper()
		raw, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		return string(raw)
	}
	if err := command().Run(t.Context(), []string{"secrets", dir, "seal-key", "notes-client-secret"}); err != nil {
		t.Fatal(err)
	}
	first := read("seal-key")
	if len(strings.TrimSpace(first)) < 43 || first == read("notes-client-secret") {
		t.Errorf("the secrets are short, or the same: %d characters", len(first))
	}
	if info, err := os.Stat(filepath.Join(dir, "seal-key")); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode: got %v, want 0600", info.Mode())
	}
	if err := command().Run(t.Context(), []string{"secrets", dir, "seal-key", "another"}); err != nil {
		t.Fatal(err)
	}
	if read("seal-key") != first {
		t.Error("a secret that was there is another now")
	}
	if another := read("another"); len(strings.TrimSpace(another)) < 43 || another == first { // the volume of an older version gets the files that are new
		t.Errorf("the secret that was missing is short, or the same as another: %d characters", len(another))
	}
	for _, name := range []string{"../escape", ".hidden", "", "a/b"} {
		if err := command().Run(t.Context(), []string{"secrets", dir, name}); err == nil {
			t.Errorf("%q is taken for a name", name)
		}
	}
}

func TestHashPassword(t *testing.T) {
	var out strings.Builder
	if err := hashPassword(strings.NewReader("correct horse\n"), &out); err != nil {
		t.Fatal(err)
	}
	ok, err := argon2id.ComparePasswordAndHash("correct horse", strings.TrimSpace(out.String()))
	if err != nil || !ok {
		t.Errorf("got %q: %v", out.String(), err)
	}
	if err := hashPassword(strings.NewReader("\n"), &out); err == nil {
		t.Error("an empty password is hashed")
	}
}

func TestHealthOfAServerThatIsNotThere(t *testing.T) {
	if err := command().Run(t.Context(), []string{"health", "--listen", "127.0.0.1:1"}); err == nil {
		t.Error("got no error")
	}
}

func TestServeIsHealthyAndEndsWithItsContext(t *testing.T) {
	address := porttest.Address(t)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	done := make(chan error, 1)
	go func() { done <- command().Run(ctx, []string{"serve", "--listen", address, "--log-level", "error"}) }()
	for command().Run(t.Context(), []string{"health", "--listen", address}) != nil {
		select {
		case err := <-done:
			t.Fatalf("it ended: %v", err)
		default:
		}
	}
	cancel()
	if err := <-done; err != nil {
		t.Errorf("got %v", err)
	}
}
