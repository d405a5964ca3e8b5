package admin_test

import (
	"context"
	"flag"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/redis/go-redis/v9"

	"quartet.example/authserver"
	"quartet.example/authserver/admin"
	"quartet.example/authserver/authservertest"
	"quartet.example/shared/redistest"
)

var update = flag.Bool("update", false, "write the golden files")

const sealKey = "the same for all of them, and long enough"

// bed is a test setup: two servers on one Redis, and an operator.
type bed struct {
	one, two *authservertest.Server
	rdb      redis.UniversalClient
	cfg      authserver.Config
}

func newBed(t *testing.T) *bed {
	t.Helper()
	b := &bed{rdb: redistest.New(t)}
	start := func(issuer string) *authservertest.Server {
		return authservertest.Start(t, authservertest.WithRedis(b.rdb), authservertest.WithConfig(func(cfg *authserver.Config) {
			cfg.SealKey = sealKey
			if issuer != "" {
				cfg.Issuer = issuer
			}
			b.cfg = *cfg
		}))
	}
	b.one = start("")
	b.two = start(b.one.URL)
	transport, ok := b.two.Client().Transport.(*http.Transport)
	if !ok {
		t.Fatal("the client has no transport to change")
	}
	address := strings.TrimPrefix(b.two.Address(), "http://")
	transport.DialContext = func(ctx context.Context, network, _ string) (net.Conn, error) { // both servers have the same name
		return new(net.Dialer).DialContext(ctx, network, address)
	}
	return b
}

// do executes a command line and returns its output.
func (b *bed) do(t *testing.T, stdin string, words ...string) (string, error) {
	t.Helper()
	var out strings.Builder
	o := &admin.Operator{
		Config: b.cfg, In: strings.NewReader(stdin), Out: &out,
		Deps: authserver.Deps{Redis: b.rdb, Now: b.one.Now, Log: slog.New(slog.DiscardHandler)},
	}
	err := o.Do(t.Context(), words...)
	return out.String(), err
}

func (b *bed) must(t *testing.T, stdin string, words ...string) string {
	t.Helper()
	out, err := b.do(t, stdin, words...)
	if err != nil {
		t.Fatalf("%s: %v", strings.Join(words, " "), err)
	}
	return out
}

var (
	kid  = regexp.MustCompile(`(?m)^[A-Za-z0-9_-]{43}`)
	when = regexp.MustCompile(`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ`)
)

// golden compares output with a golden file. Key ids and times differ in each run, so they are
// replaced.
func golden(t *testing.T, name, got string) {
	t.Helper()
	got = when.ReplaceAllString(kid.ReplaceAllString(got, "KID"), "TIME")
	path := filepath.Join("testdata", name+".txt")
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", name, diff)
	}
}

func TestWordsThatMeanNothing(t *testing.T) {
	b := newBed(t)
	for _, line := range []string{
		"", "keys", "keys lst", "keys list x", "keys rotate now", "keys retire", "keys retire a b", "keys retire ghost", "keys retire ghost --now",
		"users", "users list x", "users disable", "users disable a b", "users disable ghost", "users passwd", "users enable",
	} {
		if out, err := b.do(t, "", strings.Fields(line)...); err == nil || out != "" {
			t.Errorf("%q: got %q, %v", line, out, err)
		}
	}
}

func TestTheEmbeddedRedisCannotBeReached(t *testing.T) {
	var out strings.Builder
	err := admin.Run(t.Context(), authserver.Config{}, []string{"keys", "list"}, strings.NewReader(""), &out)
	if err == nil || !strings.Contains(err.Error(), "REDIS_URL") {
		t.Errorf("got %v", err)
	}
}
