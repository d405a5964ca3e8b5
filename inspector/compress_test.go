package inspector_test

import (
	"bufio"
	"net/http"
	"strings"
	"testing"

	"quartet.example/shared/redistest"
)

// Pages are compressed for clients that accept it. Events must not be: a compressor would hold them
// back until it has enough data.
func TestPagesAreCompressedAndEventsAreNot(t *testing.T) {
	client := redistest.New(t)
	signIn(t, client)
	address := start(t, client)
	document(t, address, 8)
	for path, want := range map[string]string{"/": "gzip", "/glossary": "gzip", "/rfcs": "gzip", "/hops.json": "", "/events": "", "/readyz": ""} {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Accept-Encoding", "gzip") // so that the transport does not decompress
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		if got := resp.Header.Get("Content-Encoding"); got != want {
			t.Errorf("%s: got %q, want %q", path, got, want)
		}
		if path == "/events" {
			if line, err := bufio.NewReader(resp.Body).ReadString('\n'); err != nil || !strings.HasPrefix(line, "retry:") {
				t.Errorf("first line of the events: %q, %v", line, err)
			}
		}
		_ = resp.Body.Close()
	}
}
