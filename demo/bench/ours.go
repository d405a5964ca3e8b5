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

// benchRedirect is the redirect URI of the benchmark's client. Nothing listens there.
const benchRedirect = "http://app.localhost:8080/bench"

// startOurs starts the services as `quartet up` does, but without the recorder, on the Redis at
// redisURL, and with the benchmark's client in the seed.
func startOurs(ctx context.Context, redisURL string, dir string) (*stack.Running, error) {
	seedPath := dir + "/seed.yaml"
	return stack.Start(ctx, stack.Options{
		FreePorts: true, Unrecorded: true, Log: slog.New(slog.DiscardHandler),
		Configure: func(s *stack.Settings) {
			s.Authserver.RedisURL = config.Secret(redisURL)
			s.Authserver.SealKey, s.Client.SealKey = benchSecret, benchSecret
			s.Resourceserver.Issuer, s.Resourceserver.OtherIssuers = os.Getenv(envIssuer), []string{s.Authserver.Issuer}
			s.Resourceserver.Revocation = resourceserver.RevocationNone // the benchmark's issuer has no feed
			s.Client.LoginRate = 1000
			if err := addClient(s.Authserver.Seed, seedPath); err == nil { // if the seed is wrong, New returns a clearer error
				s.Authserver.Seed = seedPath
			}
		},
	})
}

// addClient copies the seed file and adds one client.
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
