package main

import (
	"fmt"
	"io"

	"quartet.example/demo/stack"
)

// summary prints the addresses, the demo users, and what to do next.
func summary(w io.Writer, r *stack.Running) {
	fmt.Fprintf(w, "\nQuartet is up, in %d ms.\n\n", r.Ready.Milliseconds())
	for _, s := range r.Settings.Services() {
		fmt.Fprintf(w, "  %-22s %s\n", s.Title, s.URL)
	}
	for _, line := range r.Elsewhere() {
		fmt.Fprintf(w, "\n  Attention: %s.\n", line)
	}
	fmt.Fprint(w, "\n  Demo users             alice / wonderland   bob / builder   mallory / mischief\n")
	fmt.Fprintf(w, "\nNext: open %s, press Sign in, and watch the messages at %s.\n", r.Settings.Client.PublicURL, r.Settings.Inspector.PublicURL)
	fmt.Fprint(w, "Your own app: issuer ", r.Settings.Authserver.Issuer, ", clients and secrets as in authserver/internal/seed/default.yaml.\nStop: Ctrl-C.\n\n")
}
