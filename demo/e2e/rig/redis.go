package rig

import (
	"context"
	"fmt"
	"maps"
	"net"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/redis/go-redis/v9"

	"quartet.example/shared/redistest"
	"quartet.example/shared/waittest"
)

// Redis is a Redis that can be stopped under a running stack, and started again with its content.
type Redis struct {
	URL   string
	Stop  func()
	Start func()
}

// Miniredis returns a Redis in this process, on a port.
func Miniredis(t testing.TB) *Redis {
	t.Helper()
	server, _ := redistest.Server(t)
	return &Redis{URL: "redis://" + server.Addr(), Stop: server.Close, Start: func() {
		if err := server.Restart(); err != nil {
			t.Fatalf("restart miniredis: %v", err)
		}
	}}
}

// RealRedis starts a redis-server with its data in a folder of the test. It skips the test if
// there is no redis-server.
func RealRedis(t testing.TB) *Redis {
	t.Helper()
	path, err := exec.LookPath("redis-server")
	if err != nil {
		t.Skip("there is no redis-server here")
	}
	port, dir := freePort(t), t.TempDir()
	var process *exec.Cmd
	r := &Redis{URL: "redis://127.0.0.1:" + port}
	r.Start = func() {
		process = exec.Command(path, "--port", port, "--bind", "127.0.0.1", "--dir", dir, "--appendonly", "yes", "--appendfsync", "always", "--save", "")
		if err := process.Start(); err != nil {
			t.Fatalf("redis-server: %v", err)
		}
		await(t, "127.0.0.1:"+port)
	}
	r.Stop = func() {
		_ = process.Process.Kill()
		_ = process.Wait()
	}
	r.Start()
	t.Cleanup(func() { r.Stop() })
	return r
}

func freePort(t testing.TB) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	_, port, _ := net.SplitHostPort(l.Addr().String())
	return port
}

func await(t testing.TB, addr string) {
	t.Helper()
	waittest.Until(t, addr+" answers", func() bool {
		c, err := net.Dial("tcp", addr)
		if err == nil {
			_ = c.Close()
		}
		return err == nil
	})
}

// Dump returns every key of a Redis with its content as text.
func Dump(ctx context.Context, rdb redis.UniversalClient) (map[string]string, error) {
	dump := make(map[string]string)
	keys := rdb.Scan(ctx, 0, "*", 1000).Iterator()
	for keys.Next(ctx) {
		value, err := valueOf(ctx, rdb, keys.Val())
		if err != nil {
			return nil, fmt.Errorf("%s: %w", keys.Val(), err)
		}
		dump[keys.Val()] = value
	}
	return dump, keys.Err()
}

func valueOf(ctx context.Context, rdb redis.UniversalClient, key string) (string, error) {
	kind, err := rdb.Type(ctx, key).Result()
	if err != nil {
		return "", err
	}
	switch kind {
	case "string":
		return rdb.Get(ctx, key).Result()
	case "hash":
		fields, err := rdb.HGetAll(ctx, key).Result()
		return join(fields), err
	case "set":
		members, err := rdb.SMembers(ctx, key).Result()
		return strings.Join(members, "\n"), err
	case "zset":
		members, err := rdb.ZRange(ctx, key, 0, -1).Result()
		return strings.Join(members, "\n"), err
	case "list":
		members, err := rdb.LRange(ctx, key, 0, -1).Result()
		return strings.Join(members, "\n"), err
	case "stream":
		messages, err := rdb.XRange(ctx, key, "-", "+").Result()
		return fmt.Sprint(messages), err
	case "none": // the key has expired in the meantime
		return "", nil
	}
	return "", fmt.Errorf("a %s, which this dump does not know", kind)
}

func join(fields map[string]string) string {
	var b strings.Builder
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		b.WriteString(name + "=" + fields[name] + "\n")
	}
	return b.String()
}
