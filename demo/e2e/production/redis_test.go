package production_test

import (
	"bufio"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// One Redis and one authority are used by the whole process, because Go reads the trusted
// certificates once.
var (
	trusted *authority
	redis   string // URL; "" if there is none
	missing string // why there is no Redis
)

func TestMain(m *testing.M) { os.Exit(run(m)) }

func run(m *testing.M) int {
	if missing = lacking(); missing == "" {
		stop, err := prepare()
		defer stop()
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
	}
	return m.Run()
}

// needsRedis returns the URL of the Redis, or skips the test.
func needsRedis(t *testing.T) string {
	t.Helper()
	switch {
	case redis != "":
	case os.Getenv("PRODUCTION") == "required":
		t.Fatal(missing)
	default:
		t.Skip(missing)
	}
	return redis
}

func lacking() string {
	if runtime.GOOS != "linux" {
		return "this needs several addresses on loopback, as Linux has them"
	}
	for _, command := range []string{"bash", "redis-server", "redis-cli", "openssl"} {
		if _, err := exec.LookPath(command); err != nil {
			return "the production profile needs a Redis with TLS: there is no " + command + " here"
		}
	}
	return ""
}

// prepare starts a redis-server with TLS and an ACL user, as .ci/redis does. It makes this process
// trust the certificate of Redis, and those of an authority for the test.
func prepare() (stop func(), err error) {
	stop = func() {}
	if trusted, err = newAuthority(); err != nil {
		return stop, err
	}
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return stop, err
	}
	_, port, _ := net.SplitHostPort(free.Addr().String())
	_ = free.Close()
	cmd := exec.Command("../../../.ci/redis", "tls", "bash", "-c", "echo $REDIS_URL $SSL_CERT_FILE; cat")
	cmd.Env, cmd.Stderr = append(os.Environ(), "REDIS_PORT="+port), os.Stderr
	in, errIn := cmd.StdinPipe()
	out, errOut := cmd.StdoutPipe()
	for _, err := range []error{errIn, errOut, cmd.Start()} {
		if err != nil {
			return stop, err
		}
	}
	stop = func() { _ = in.Close(); _ = cmd.Wait() } // closing its input ends cat, and thereby Redis
	line, err := bufio.NewReader(out).ReadString('\n')
	words := strings.Fields(line)
	if err != nil || len(words) != 2 {
		return stop, fmt.Errorf(".ci/redis tls: %q, %w", line, err)
	}
	certificates, err := os.ReadFile(words[1])
	if err != nil {
		return stop, err
	}
	bundle := filepath.Join(filepath.Dir(words[1]), "trusted.pem") // .ci/redis deletes the folder
	if err := os.WriteFile(bundle, append(certificates, trusted.pem...), 0o600); err != nil {
		return stop, err
	}
	redis = words[0]
	return stop, os.Setenv("SSL_CERT_FILE", bundle)
}
