package main

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"time"
)

// bed is everything that a measurement needs: Redis, the processes of the two
// subjects, and an issuer whose tokens both resource servers accept.
type bed struct {
	loads       *loads
	floor, ours *subject
	redisPID    int
	redisURL    string
	dir         string // for the seed; removed at the end
	profile     string // directory for profiles of ours, "" for none
	ends        []func()
}

func (b *bed) close() {
	for i := len(b.ends) - 1; i >= 0; i-- {
		b.ends[i]()
	}
}

func newBed(ctx context.Context, profile string) (*bed, error) {
	b := &bed{profile: profile}
	if err := b.prepare(ctx); err != nil {
		b.close()
		return nil, err
	}
	return b, nil
}

func (b *bed) prepare(ctx context.Context) (err error) {
	if b.dir, err = os.MkdirTemp("", "quartet-bench-"); err != nil {
		return err
	}
	b.ends = append(b.ends, func() { _ = os.RemoveAll(b.dir) })
	if err := b.startRedis(ctx); err != nil {
		return err
	}
	if err := b.startIssuer(); err != nil {
		return err
	}
	if b.ours, err = b.startOurs(ctx); err != nil {
		return err
	}
	if b.floor, err = b.startFloor(ctx); err != nil {
		return err
	}
	b.loads.api = b.ours.API
	return b.loads.preSign()
}

// startRedis starts a redis-server of our own, so that its CPU time is that of the bench.
func (b *bed) startRedis(ctx context.Context) error {
	path, err := exec.LookPath("redis-server")
	if err != nil {
		return errors.New("redis-server is not installed: the comparison needs a real one (apt-get install redis-server)")
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	addr := l.Addr().(*net.TCPAddr)
	_ = l.Close()
	cmd := exec.CommandContext(ctx, path, "--port", fmt.Sprint(addr.Port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no")
	if err := cmd.Start(); err != nil {
		return err
	}
	b.redisPID, b.redisURL = cmd.Process.Pid, "redis://"+addr.String()
	b.ends = append(b.ends, func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	for range 100 {
		if c, err := net.Dial("tcp", addr.String()); err == nil {
			return c.Close()
		}
		time.Sleep(20 * time.Millisecond)
	}
	return errors.New("redis-server does not answer")
}

// startIssuer publishes the key of the tokens that are signed before the measurement.
func (b *bed) startIssuer() error {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	x, y := coordinates(&key.PublicKey)
	mux := http.NewServeMux()
	server := httptest.NewServer(mux)
	b.ends = append(b.ends, server.Close)
	mux.HandleFunc("/.well-known/oauth-authorization-server", func(w http.ResponseWriter, _ *http.Request) {
		_ = json.NewEncoder(w).Encode(map[string]string{"issuer": server.URL, "jwks_uri": server.URL + "/jwks"})
	})
	mux.HandleFunc("/jwks", func(w http.ResponseWriter, _ *http.Request) {
		_ = json.NewEncoder(w).Encode(map[string]any{"keys": []map[string]string{
			{"kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": benchKeyID, "x": x, "y": y},
		}})
	})
	b.loads = &loads{key: key, issuer: server.URL, prepared: map[*subject][]person{}}
	return nil
}

func coordinates(key *ecdsa.PublicKey) (x, y string) {
	point := pointOf(key)
	return base64.RawURLEncoding.EncodeToString(point[1:33]), base64.RawURLEncoding.EncodeToString(point[33:])
}

func pointOf(key *ecdsa.PublicKey) []byte {
	point, err := key.Bytes()
	if err != nil { // every P-256 key has one
		panic(err)
	}
	return point
}
