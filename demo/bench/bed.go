package main

import (
	"bufio"
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

const (
	envIssuer = "BENCH_ISSUER"
	envRedis  = "BENCH_REDIS"
	envKey    = "BENCH_KEY" // public key of the benchmark's issuer, for the floor
	preSigned = 40_000
)

// subject is a process that is measured.
type subject struct {
	pid int
	addresses
}

// addresses are the URLs of a measured process, which it prints as one line of JSON.
type addresses struct{ Token, JWKS, Whoami, Introspect, Authorize, Client, Resource string }

// bed is the setup of a measurement: Redis, the two processes, and the issuer whose tokens the
// resource servers verify.
type bed struct {
	loads       *loads
	floor, ours subject
	redisPID    int
	profile     string // file for a CPU profile of our process; "" for none
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

func (b *bed) prepare(ctx context.Context) error {
	redisURL, err := b.startRedis(ctx)
	if err != nil {
		return err
	}
	if err := b.startIssuer(); err != nil {
		return err
	}
	if b.floor.pid, b.floor.addresses, err = b.spawn(ctx, roleFloor, redisURL+"/1"); err != nil {
		return err
	}
	if b.ours.pid, b.ours.addresses, err = b.spawn(ctx, roleOurs, redisURL+"/2"); err != nil {
		return err
	}
	b.loads.resource = b.ours.Resource
	b.loads.signIns = func(s subject) ([]string, error) {
		if s.pid == b.floor.pid {
			return floorTokens(), nil
		}
		return signIns(s.addresses)
	}
	known := map[int][]string{} // reused, because sign-ins are not measured
	b.loads.sessions = func(s subject) ([]string, error) {
		var err error
		switch {
		case known[s.pid] != nil:
		case s.pid == b.floor.pid:
			known[s.pid], err = b.loads.floorSessions(s)
		default:
			known[s.pid], err = sessions(s.addresses)
		}
		return known[s.pid], err
	}
	return b.loads.preSign()
}

// startRedis starts a redis-server for the benchmark only, so that its CPU time can be measured.
func (b *bed) startRedis(ctx context.Context) (string, error) {
	path, err := exec.LookPath("redis-server")
	if err != nil {
		return "", errors.New("redis-server is not installed: the comparison needs a real one (apt-get install redis-server)")
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	addr := l.Addr().(*net.TCPAddr)
	_ = l.Close()
	cmd := exec.CommandContext(ctx, path, "--port", fmt.Sprint(addr.Port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no")
	if err := cmd.Start(); err != nil {
		return "", err
	}
	b.redisPID = cmd.Process.Pid
	b.ends = append(b.ends, func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	for range 100 {
		if c, err := net.Dial("tcp", addr.String()); err == nil {
			return "redis://" + addr.String(), c.Close()
		}
		time.Sleep(20 * time.Millisecond)
	}
	return "", errors.New("redis-server does not answer")
}

// startIssuer publishes the key for the tokens that the resource servers verify.
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
	b.loads = &loads{key: key, issuer: server.URL}
	return nil
}

func coordinates(key *ecdsa.PublicKey) (x, y string) {
	point, err := key.Bytes()
	if err != nil { // cannot happen for a P-256 key
		panic(err)
	}
	return base64.RawURLEncoding.EncodeToString(point[1:33]), base64.RawURLEncoding.EncodeToString(point[33:])
}

// spawn starts this program again, as a process that is measured.
func (b *bed) spawn(ctx context.Context, role, redisURL string) (int, addresses, error) {
	var at addresses
	self, err := os.Executable()
	if err != nil {
		return 0, at, err
	}
	point, err := b.loads.key.PublicKey.Bytes()
	if err != nil {
		return 0, at, err
	}
	cmd := exec.CommandContext(ctx, self, "-serve", role, "-profile", b.profile)
	cmd.Env = append(os.Environ(), "GOMAXPROCS=2", envIssuer+"="+b.loads.issuer, envRedis+"="+redisURL,
		envKey+"="+base64.StdEncoding.EncodeToString(point))
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		return 0, at, err
	}
	if err := cmd.Start(); err != nil {
		return 0, at, err
	}
	b.ends = append(b.ends, func() { _ = cmd.Process.Signal(os.Interrupt); _ = cmd.Wait() })
	line, err := bufio.NewReader(out).ReadBytes('\n')
	if err != nil {
		return 0, at, fmt.Errorf("%s did not start: %w", role, err)
	}
	return cmd.Process.Pid, at, json.Unmarshal(line, &at)
}
