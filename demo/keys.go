package main

import (
	"context"
	"fmt"
	"os"
	"slices"

	"quartet.example/authserver/admin"
)

// words are a command of the authorization server's operator, and settings.
type words struct {
	Words []string `arg:"" optional:"" name:"command" help:"the command, its arguments, and flags"`
}

// operate carries it out with the settings of the authorization server, on the
// Redis of REDIS_URL, or prints the commands that there are.
func operate(ctx context.Context, noun string, w words) error {
	if slices.Contains(w.Words, "--help") || slices.Contains(w.Words, "-h") {
		_, err := fmt.Fprintln(os.Stdout, admin.Help("quartet", noun))
		return err
	}
	return admin.Command(ctx, append([]string{noun}, w.Words...), os.Stdin, os.Stdout)
}
