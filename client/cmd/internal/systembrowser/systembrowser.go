// Package systembrowser opens an address in the browser that the user has
// (RFC 8252 §5): the one that knows their sessions, and that they can trust.
package systembrowser

import (
	"context"
	"os/exec"
	"runtime"
)

// Open opens address, and does not wait: the browser may stay longer than we do.
// The address is an argument, not a line for a shell. The caller has made sure
// that it is one of http or https.
func Open(ctx context.Context, address string) error {
	name, args := "xdg-open", []string{address}
	switch runtime.GOOS {
	case "darwin":
		name = "open"
	case "windows":
		name, args = "rundll32", []string{"url.dll,FileProtocolHandler", address}
	}
	return exec.CommandContext(context.WithoutCancel(ctx), name, args...).Start() //nolint:gosec // a browser, told where to go
}
