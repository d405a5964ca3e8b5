package main

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"os"
	"strings"

	"quartet.example/demo/stack"
	"quartet.example/resourceserver"
	"quartet.example/shared/config"
)

// benchRedirect is where codes of the bench's client go; nobody listens there.
const benchRedirect = "http://app.localhost:8080/bench"

// startOurs starts our services as `quartet up` does, less the recorder, on a
// Redis of its own and with the bench's client in the seed.
func startOurs(ctx context.Context, redisURL string, dir string) (*stack.Running, error) {
	seedPath := dir + "/seed.yaml"
	return stack.Start(ctx, stack.Options{
		FreePorts: true, Unrecorded: true, Log: slog.New(slog.DiscardHandler),
		Configure: func(s *stack.Settings) {
			s.Authserver.RedisURL = config.Secret(redisURL)
			s.Authserver.SealKey, s.Client.SealKey = benchSecret, benchSecret
			s.Resourceserver.Issuer, s.Resourceserver.OtherIssuers = os.Getenv(envIssuer), []string{s.Authserver.Issuer}
			s.Resourceserver.Revocation = resourceserver.RevocationNone // the bench's issuer has no feed
			s.Client.LoginRate = 1000
			if err := addClient(s.Authserver.Seed, seedPath); err == nil { // New says it better if the seed is wrong
				s.Authserver.Seed = seedPath
			}
		},
	})
}

// addClient writes the seed with one client more.
func addClient(from, to string) error {
	text, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	client := fmt.Sprintf(`clients:
  - client_id: %s
    client_name: Bench
    client_secret: %s
    token_endpoint_auth_method: client_secret_basic
    redirect_uris: [%s]
    grant_types: [authorization_code, refresh_token, client_credentials]
    scope: notes:read
`, benchClient, benchSecret, benchRedirect)
	if !bytes.Contains(text, []byte("\nclients:\n")) {
		return fmt.Errorf("%s: no list of clients", from)
	}
	return os.WriteFile(to, []byte(strings.Replace(string(text), "\nclients:\n", "\n"+client, 1)), 0o600)
}
