package main

import (
	"context"
	"os/exec"
	"runtime"
)

// open opens address in the system browser, and does not wait: the browser may
// stay longer than we do. The address is an argument, not a line for a shell.
func open(ctx context.Context, address string) error {
	name, args := "xdg-open", []string{address}
	switch runtime.GOOS {
	case "darwin":
		name = "open"
	case "windows":
		name, args = "rundll32", []string{"url.dll,FileProtocolHandler", address}
	}
	return exec.CommandContext(context.WithoutCancel(ctx), name, args...).Start() //nolint:gosec // issuer.Confidential lets http and https through only
}
