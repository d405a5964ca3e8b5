package conformance_test

import (
	"context"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"quartet.example/shared/porttest"
	"quartet.example/shared/waittest"
)

func itoa(n int) string { return strconv.Itoa(n) }

// Start should take 200 ms and memory 80 MiB. The test only logs them, because it must not fail on
// a machine that is busy with other tests.
func TestFootprint(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("reads /proc")
	}
	path := filepath.Join(built(t), "demo")
	ports := freePorts(t, 4)
	cmd := exec.CommandContext(t.Context(), path, "up")
	cmd.Env = []string{
		"HOME=" + t.TempDir(), "ISSUER=http://auth.localhost:" + ports[1],
		"CLIENT_LISTEN=127.0.0.1:" + ports[0], "AUTHSERVER_LISTEN=127.0.0.1:" + ports[1],
		"RESOURCESERVER_LISTEN=127.0.0.1:" + ports[2], "INSPECTOR_LISTEN=127.0.0.1:" + ports[3],
	}
	began := time.Now()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() {
		_ = cmd.Process.Signal(os.Interrupt)
		if err := cmd.Wait(); err != nil {
			t.Errorf("it did not end well: %v", err)
		}
	}()
	waittest.Until(t, "it starts", func() bool { return answers(t, "http://127.0.0.1:"+ports[1]+"/readyz") })
	t.Logf("ready %d ms after the start of the process (promised: 200)", time.Since(began).Milliseconds())
	time.Sleep(time.Second) // wait until it is idle
	status, err := os.ReadFile("/proc/" + itoa(cmd.Process.Pid) + "/status")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(status)) {
		if rest, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			kib, _ := strconv.Atoi(strings.Fields(rest)[0])
			t.Logf("RSS at rest: %d MiB (promised: 80)", kib>>10)
		}
	}
}

func answers(t *testing.T, address string) bool {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), waittest.Patience)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		return false
	}
	resp.Body.Close()
	return resp.StatusCode == http.StatusOK
}

func freePorts(t *testing.T, n int) []string {
	t.Helper()
	var ports []string
	for range n {
		_, port, _ := net.SplitHostPort(porttest.Address(t))
		ports = append(ports, port)
	}
	return ports
}
