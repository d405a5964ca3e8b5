package bundle

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// build builds the quartet command for a target, as bin/quartet-linux-amd64.
func (o Options) build(ctx context.Context, target string) error {
	file := filepath.Join(o.Dir, "bin", Binary(target))
	fmt.Fprintln(o.Out, "building", file)
	path, err := filepath.Abs(file)
	if err != nil {
		return err
	}
	_, err = o.golang(ctx, target, "build", "-trimpath",
		"-ldflags=-s -w -X quartet.example/shared/service.version="+o.Version, "-o", path, "./demo")
	return err
}

// Binary returns the file name of the command for a target.
func Binary(target string) string {
	name := "quartet-" + strings.ReplaceAll(target, "/", "-")
	if strings.HasPrefix(target, "windows/") {
		name += ".exe"
	}
	return name
}

// golang runs the go command in the checkout, for a target, and returns its output.
func (o Options) golang(ctx context.Context, target string, args ...string) ([]byte, error) {
	system, processor, _ := strings.Cut(target, "/")
	cmd := exec.CommandContext(ctx, "go", args...)
	cmd.Dir = o.Root
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS="+system, "GOARCH="+processor, "GOAMD64=v1", "GOARM64=v8.0") // the oldest processors
	var problem bytes.Buffer
	cmd.Stderr = &problem
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("go %s for %s: %w\n%s", args[0], target, err, &problem)
	}
	return out, nil
}
