package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
)

// subject is what is measured: the floor, or our services, each with the
// authorization server, the resource server and the client as processes of their own.
type subject struct {
	floor bool
	pids  []int
	addresses
}

// addresses are the base URLs of a subject's servers.
type addresses struct{ Auth, API, App string }

// roles are the processes of a subject, in the order of the URLs.
var roles = [...]string{"authserver", "resourceserver", "client"}

func (b *bed) startFloor(ctx context.Context) (*subject, error) {
	jwks, err := once(get(b.ours.Auth + "/jwks"))
	if err != nil {
		return nil, err
	}
	metadata, err := once(get(b.ours.Auth + "/.well-known/openid-configuration"))
	if err != nil {
		return nil, err
	}
	told := childConfig{Floor: true, RedisURL: b.redisURL + "/1", Audience: b.ours.API, Published: published{jwks.body, metadata.body}}
	return b.start(ctx, told, [...]string{"127.0.0.1", "127.0.0.1", "127.0.0.1"})
}

func (b *bed) startOurs(ctx context.Context) (*subject, error) {
	return b.start(ctx, childConfig{RedisURL: b.redisURL + "/2"}, [...]string{"auth.localhost", "api.localhost", "app.localhost"})
}

// start listens for each process first, so that each is told the addresses of all.
func (b *bed) start(ctx context.Context, c childConfig, hosts [3]string) (*subject, error) {
	var on [3]*os.File
	var urls [3]string
	for i := range on {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			return nil, err
		}
		urls[i] = fmt.Sprintf("http://%s:%d", hosts[i], l.Addr().(*net.TCPAddr).Port)
		on[i], err = l.(*net.TCPListener).File()
		_ = l.Close()
		if err != nil {
			return nil, err
		}
	}
	s := &subject{floor: c.Floor, addresses: addresses{Auth: urls[0], API: urls[1], App: urls[2]}}
	c.At, c.Dir, c.Issuer, c.Trusted = s.addresses, b.dir, b.loads.issuer, pointOf(&b.loads.key.PublicKey)
	c.Connections = connections
	for i, role := range roles {
		c.Role = role
		if b.profile != "" && !c.Floor {
			c.Profile = filepath.Join(b.profile, role+".cpu")
		}
		pid, err := b.spawn(ctx, c, on[i])
		_ = on[i].Close()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", role, err)
		}
		s.pids = append(s.pids, pid)
	}
	return s, nil
}

// spawn runs this program as a process that is measured, and returns when it answers.
func (b *bed) spawn(ctx context.Context, c childConfig, on *os.File) (pid int, err error) {
	self, err := os.Executable()
	if err != nil {
		return 0, err
	}
	told, err := json.Marshal(c)
	if err != nil {
		return 0, err
	}
	cmd := exec.CommandContext(ctx, self)
	cmd.Env = append(os.Environ(), "GOMAXPROCS=2", childVariable+"="+string(told))
	cmd.ExtraFiles = []*os.File{on}
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		return 0, err
	}
	if err := cmd.Start(); err != nil {
		return 0, err
	}
	b.ends = append(b.ends, func() { _ = cmd.Process.Signal(os.Interrupt); _ = cmd.Wait() })
	_, err = bufio.NewReader(out).ReadBytes('\n')
	return cmd.Process.Pid, err
}
