package localnet_test

import (
	"net/http"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"quartet.example/shared/localnet"
)

func TestConfidential(t *testing.T) {
	for address, want := range map[string]bool{
		"https://auth.example": true, "http://auth.localhost:9000": true, "http://127.0.0.1:9000": true, "http://[::1]:9000": true,
		"http://auth.example": false, "http://localhost.example": false, "http://192.168.0.1": false, "ftp://localhost": false,
		"auth.localhost": false, "https://user:secret@auth.example": false, "https://auth.example#x": false, "": false,
	} {
		if err := localnet.Confidential(address); (err == nil) != want {
			t.Errorf("%q: got %v", address, err)
		}
	}
}

// No error may contain the password of an address or a proxy, however malformed that is.
func TestNoErrorShowsAPassword(t *testing.T) {
	for _, address := range []string{
		"https://user:hunter2@auth.example", "https://user:hunter2@auth.example:port", "https://user:hunter2@[::1", "http://user:hunter2@auth.example/%zz",
		"user:hunter2@auth.example", "https:hunter2", "https://auth.example/\x7f#hunter2", "hunter2", "http://auth.example/hunter2",
	} {
		if err := localnet.Confidential(address); err == nil || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%q: got %v, want an error without the password", address, err)
		}
	}
}

// No error may contain the password of the proxy in the environment, however malformed that is.
// ProxyFromEnvironment reads the environment only once, so the test starts a process for each
// case.
func TestNoErrorShowsThePasswordOfAProxy(t *testing.T) {
	if os.Getenv("LOCALNET_TEST_PROXY") != "" {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "https://192.0.2.1/", nil)
		if err != nil {
			t.Fatal(err)
		}
		_, err = localnet.HTTPClient(time.Second).Do(request)
		t.Fatalf("want this failure: %v", err)
	}
	for _, proxy := range []string{
		"http://user:hunter2%zz@127.0.0.3:1", "http://user:hunter2@[::1", "http://user:hunter2@127.0.0.3:1", "user:hunter2@127.0.0.3:1",
		"http://user:hunter2@127.0.0.3:port", "ftp://user:hunter2@127.0.0.3:1", "socks5://user:hunter2@127.0.0.3:1",
	} {
		cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestNoErrorShowsThePasswordOfAProxy$")
		cmd.Env = append(os.Environ(), "LOCALNET_TEST_PROXY=1", "HTTPS_PROXY="+proxy, "NO_PROXY=", "no_proxy=")
		said, err := cmd.CombinedOutput()
		if err == nil || !strings.Contains(string(said), "want this failure") || strings.Contains(string(said), "hunter2") {
			t.Errorf("%s: got %v: %s", proxy, err, said)
		}
	}
}
