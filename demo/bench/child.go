package main

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"runtime/pprof"
	"time"
)

const childVariable = "QUARTET_BENCH_CHILD"

// childConfig tells a process what to be.
type childConfig struct {
	Floor     bool
	Role      string
	RedisURL  string
	At        addresses // of its subject
	Dir       string
	Issuer    string    // the bench's own
	Trusted   []byte    // its public key, an uncompressed point
	Audience  string    // of the tokens that it signs
	Published published // of the floor
	Profile   string    // file, "" for none

	Connections int
}

var errNoChild = errors.New("this process is not one that is measured")

// runChild serves what the environment asks for until ctx ends. It returns errNoChild
// if the environment asks for nothing.
func runChild(ctx context.Context) error {
	told := os.Getenv(childVariable)
	if told == "" {
		return errNoChild
	}
	var c childConfig
	if err := json.Unmarshal([]byte(told), &c); err != nil {
		return err
	}
	connections = c.Connections
	return profiled(c.Profile, func() error { return c.serve(ctx) })
}

// serve answers on the listener that the parent opened, file 3.
func (c *childConfig) serve(ctx context.Context) error {
	l, err := net.FileListener(os.NewFile(3, "listener"))
	if err != nil {
		return err
	}
	var handler http.Handler
	closer := func() error { return nil }
	if c.Floor {
		handler, err = newFloor(c)
	} else {
		handler, closer, err = c.service()
	}
	if err != nil {
		return err
	}
	fmt.Println("ready")
	server := &http.Server{Handler: handler, ReadHeaderTimeout: 5 * time.Second}
	context.AfterFunc(ctx, func() { _ = server.Close() })
	if err = server.Serve(l); errors.Is(err, http.ErrServerClosed) {
		err = nil
	}
	return errors.Join(err, closer())
}

// profiled writes a CPU profile of what run does, unless path is empty.
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

func (c *childConfig) trustedKey() (*ecdsa.PublicKey, error) {
	return ecdsa.ParseUncompressedPublicKey(elliptic.P256(), c.Trusted)
}
