package main

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"runtime/pprof"
	"time"
)

// serveAs runs as the measured process. It prints its addresses and serves until it is
// interrupted.
func serveAs(ctx context.Context, role, profile string) error {
	switch role {
	case roleFloor:
		return serveFloor(ctx)
	case roleOurs:
		return profiled(profile, func() error { return serveOurs(ctx) })
	}
	return fmt.Errorf("cannot serve as %q", role)
}

// profiled writes a CPU profile of run to path, unless path is empty.
func profiled(path string, run func() error) error {
	if path == "" {
		return run()
	}
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	if err := pprof.StartCPUProfile(file); err != nil {
		return errors.Join(err, file.Close())
	}
	err = run()
	pprof.StopCPUProfile()
	return errors.Join(err, file.Close())
}

func say(at addresses) error { return json.NewEncoder(os.Stdout).Encode(at) }

func serveFloor(ctx context.Context) error {
	point, err := base64.StdEncoding.DecodeString(os.Getenv(envKey))
	if err != nil {
		return err
	}
	trusted, err := ecdsa.ParseUncompressedPublicKey(elliptic.P256(), point)
	if err != nil {
		return err
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	base := "http://" + l.Addr().String()
	handler, err := newFloor(os.Getenv(envRedis), trusted, base)
	if err != nil {
		return err
	}
	if err := say(addresses{Token: base + "/token", JWKS: base + "/jwks", Whoami: base + "/whoami", Introspect: base + "/introspect", Client: base}); err != nil {
		return err
	}
	server := &http.Server{Handler: handler, ReadHeaderTimeout: 5 * time.Second}
	context.AfterFunc(ctx, func() { _ = server.Close() })
	if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

func serveOurs(ctx context.Context) error {
	dir, err := os.MkdirTemp("", "quartet-bench-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	running, err := startOurs(ctx, os.Getenv(envRedis), dir)
	if err != nil {
		return err
	}
	issuer, api := running.Settings.Authserver.Issuer, running.Address("resourceserver")
	err = say(addresses{
		Token: issuer + "/token", JWKS: issuer + "/jwks", Whoami: api + "/whoami", Introspect: issuer + "/introspect", Authorize: issuer + "/authorize",
		Client: running.Settings.Client.PublicURL, Resource: running.Settings.Resourceserver.Resource,
	})
	if err == nil {
		<-ctx.Done()
	}
	return errors.Join(err, running.Close())
}
