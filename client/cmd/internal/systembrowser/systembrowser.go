// Package systembrowser opens an address in the user's own browser (RFC 8252 §5). A browser that
// is built into the program could read the password (§8.12).
package systembrowser

import (
	"context"
	"fmt"
	"io"
	"os/exec"
	"runtime"
)

// Visit asks the user to visit the address and, with start, opens it in their browser. The caller
// has made sure that it is an http or https address.
func Visit(ctx context.Context, out io.Writer, start bool, address string) {
	if start && open(ctx, address) == nil {
		fmt.Fprintln(out, "your browser should open now; if it does not, visit")
	} else {
		fmt.Fprintln(out, "to sign in, visit")
	}
	fmt.Fprintf(out, "\n  %s\n\n", address)
}

// open starts the browser and does not wait for it: it may run longer than this program. The
// address is an argument and does not pass through a shell.
func open(ctx context.Context, address string) error {
	name, args := "xdg-open", []string{address}
	switch runtime.GOOS {
	case "darwin":
		name = "open"
	case "windows":
		name, args = "rundll32", []string{"url.dll,FileProtocolHandler", address}
	}
	return exec.CommandContext(context.WithoutCancel(ctx), name, args...).Start() //nolint:gosec // a browser, with an address that the caller checked
}
