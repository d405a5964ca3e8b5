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
	certificate(w, r)
	if at := r.Settings.At; at != "" {
		fmt.Fprintf(w, "\n  In another terminal    export QUARTET_AT=%s before quartet tail, lab and the others\n", at)
	}
	fmt.Fprintf(w, "\nNext: open %s, press Sign in, and watch the messages at %s.\n", r.Settings.Client.PublicURL, r.Settings.Inspector.PublicURL)
	fmt.Fprint(w, "Your own app: issuer ", r.Settings.Authserver.Issuer, ", clients and secrets as in authserver/internal/seed/default.yaml.\nStop: Ctrl-C.\n\n")
}

// certificate prints, for a stack with TLS, where the certificate of the local CA is, and how
// programs learn to trust it.
func certificate(w io.Writer, r *stack.Running) {
	file, err := r.Settings.CAFile()
	if !r.Settings.TLS || err != nil {
		return
	}
	fmt.Fprintf(w, "\n  Certificate of the CA  %s\n", file)
	fmt.Fprint(w, "  To trust it            docs/tls.md; it is of use until this stack stops, and nobody has its key\n")
	for _, program := range [][2]string{
		{"curl", "curl --cacert %q " + r.Settings.Authserver.Issuer + "/jwks"},
		{"Python, Ruby, PHP", "export SSL_CERT_FILE=%q"},
		{"Node", "export NODE_EXTRA_CA_CERTS=%q"},
	} {
		fmt.Fprintf(w, "  %-22s "+program[1]+"\n", program[0], string(file))
	}
}
