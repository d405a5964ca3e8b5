package main

import (
	"context"
	"net"
	"strings"
	"testing"

	"quartet.example/shared/porttest"
	"quartet.example/shared/waittest"
)

func TestProductionRefusesEveryDevDefaultAtOnce(t *testing.T) {
	err := command().Run(t.Context(), []string{"--profile", "production"})
	for _, want := range []string{"public-url", "issuer", "api-url", "redis-url", "seal-key", "client-secret"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %s in it", err, want)
		}
	}
	if err != nil && strings.Contains(err.Error(), "not-for-production") {
		t.Errorf("got %v: it shows a secret", err)
	}
}

func TestPortInUse(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = taken.Close() }()
	if err := command().Run(t.Context(), []string{"--listen", taken.Addr().String()}); err == nil || !strings.Contains(err.Error(), "in use") {
		t.Errorf("got %v, want one line that says that the port is in use", err)
	}
}

// The client starts without its issuer, is alive and not ready, and drains.
func TestServeWithoutIssuer(t *testing.T) {
	addr := porttest.Address(t)
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	args := []string{"--listen", addr, "--issuer", "http://127.0.0.1:1", "--log-level", "error"}
	go func() { ended <- command().Run(ctx, args) }()
	waittest.Until(t, "health says 503", func() bool {
		healthy := command().Run(t.Context(), append([]string{"health"}, args...))
		return healthy != nil && strings.Contains(healthy.Error(), "503")
	})
	stop()
	if err := <-ended; err != nil {
		t.Errorf("got %v, want a clean end", err)
	}
}
