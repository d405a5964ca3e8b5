package main

import (
	"context"
	"os"

	"quartet.example/authserver/admin"
)

// words are a command of the authorization server's operator, and settings.
type words struct {
	Words []string `arg:"" passthrough:"" help:"list, or another word and its argument"`
}

// operate carries it out with the settings of the authorization server, on the
// Redis of REDIS_URL.
func operate(ctx context.Context, noun string, w words) error {
	return admin.Command(ctx, append([]string{noun}, w.Words...), os.Stdin, os.Stdout)
}
