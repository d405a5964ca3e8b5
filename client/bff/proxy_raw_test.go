package bff_test

import (
	"bufio"
	"context"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"quartet.example/shared/web"
)

// serve runs a client on a port, with the limits that it has in earnest.
func serve(t *testing.T, app http.Handler) (address string) {
	t.Helper()
	l, err := web.Listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() { defer close(ended); _ = web.Serve(ctx, web.ServeConfig{Listener: l}, app) }()
	t.Cleanup(func() { stop(); <-ended })
	return l.Addr().String()
}

// raw sends octets as they are, and gives what came back until the other side
// hung up or had no more to say.
func raw(t *testing.T, address, octets string) (answers []*http.Response) {
	t.Helper()
	conn, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	_, _ = io.WriteString(conn, strings.ReplaceAll(octets, "HOST", address)) // it may hang up while we write
	_ = conn.SetReadDeadline(time.Now().Add(5 * time.Second))
	for in := bufio.NewReader(conn); ; {
		resp, err := http.ReadResponse(in, nil)
		if err != nil {
			return answers
		}
		_, _ = io.Copy(io.Discard, resp.Body)
		answers = append(answers, resp)
		_ = conn.SetReadDeadline(time.Now().Add(100 * time.Millisecond)) // is there one more?
	}
}

// Whatever arrives on the wire: the resource server sees one message, framed in
// one way, or none.
func TestProxySmuggling(t *testing.T) {
	r := newRig(t)
	b := r.signedIn(t)
	address := serve(t, r.app)
	head := " HTTP/1.1\r\nHost: HOST\r\nX-Requested-With: quartet\r\nContent-Type: application/json\r\nCookie: " + sessionCookie + "=" + b.sessionID() + "\r\n"
	inner := "GET /notes/smuggled HTTP/1.1\r\nHost: HOST\r\n\r\n"
	for name, c := range map[string]struct {
		octets string
		calls  int
	}{
		"O-20 one length":                     {"POST /api/notes" + head + "Content-Length: 2\r\n\r\n{}", 1},
		"O-20 chunked":                        {"POST /api/notes" + head + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n", 1},
		"O-20 chunked with a trailer":         {"POST /api/notes" + head + "Transfer-Encoding: chunked\r\nTrailer: X-Evil\r\n\r\n2\r\n{}\r\n0\r\nX-Evil: 1\r\nAuthorization: Bearer planted\r\n\r\n", 1},
		"O-20 length and chunked":             {"POST /api/notes" + head + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + inner, 1},
		"O-20 two lengths that differ":        {"POST /api/notes" + head + "Content-Length: 3\r\nContent-Length: 4\r\n\r\n{}  ", 0},
		"O-20 chunked is not last":            {"POST /api/notes" + head + "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n", 0},
		"O-20 unknown coding":                 {"POST /api/notes" + head + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", 0},
		"O-20 space before the colon":         {"POST /api/notes" + head + "Transfer-Encoding : chunked\r\nContent-Length: 2\r\n\r\n{}", 0},
		"O-20 two hosts":                      {"GET /api/notes" + head + "Host: evil.example\r\n\r\n", 0},
		"O-20 NUL in a field":                 {"GET /api/notes" + head + "Accept: a\x00b\r\n\r\n", 0},
		"O-20 folded field":                   {"GET /api/notes" + head + "Accept: a\r\n Authorization: Bearer planted\r\n\r\n", 1},
		"O-20 field with a bare CR":           {"GET /api/notes" + head + "Accept: a\rAuthorization: Bearer planted\r\n\r\n", 0},
		"O-20 message in the body of a GET":   {"GET /api/notes" + head + "Content-Length: 47\r\nConnection: close\r\n\r\n" + strings.Replace(inner, "HOST", "x", 1) + "          ", 1},
		"O-20 chunk extension with a newline": {"POST /api/notes" + head + "Transfer-Encoding: chunked\r\n\r\n2;\nxx\r\n{}\r\n0\r\n\r\n", 0},
		"O-20 h2c upgrade is ignored":         {"GET /api/notes" + head + "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMA\r\n\r\n", 1},
		"O-20 address in the request line":    {"GET http://evil.example/api/notes" + head + "Connection: close\r\n\r\n", 1},
		"O-18 chunked body of 10 MB":          {"POST /api/notes" + head + "Transfer-Encoding: chunked\r\n\r\na00000\r\n" + strings.Repeat("x", 0xa00000) + "\r\n0\r\n\r\n", 0},
		"O-18 body that says it has 10 MB":    {"POST /api/notes" + head + "Content-Length: 10485760\r\n\r\n", 0},
		"O-18 URL of 64 KB":                   {"GET /api/notes?x=" + strings.Repeat("a", 64<<10) + head + "\r\n", 0},
		"O-18 1 MB of fields":                 {"GET /api/notes" + head + "Accept: " + strings.Repeat("a", 1<<20) + "\r\n\r\n", 0},
		"O-18 cookie of 200 KB":               {"GET /api/notes" + head + "Cookie: a=" + strings.Repeat("a", 200<<10) + "\r\n\r\n", 0},
	} {
		t.Run(name, func(t *testing.T) {
			before := r.api.count()
			answers := raw(t, address, c.octets)
			if n := r.api.count() - before; n != c.calls {
				t.Errorf("got %d calls upstream, want %d", n, c.calls)
			}
			for _, a := range answers {
				if a.StatusCode == http.StatusSwitchingProtocols || a.StatusCode >= 500 && a.StatusCode != http.StatusNotImplemented {
					t.Errorf("got %d", a.StatusCode)
				}
			}
			if c.calls > 0 {
				wantOneFraming(t, r)
			}
		})
	}
}

// wantOneFraming looks at the last message that the resource server got.
func wantOneFraming(t *testing.T, r *rig) {
	t.Helper()
	got, body := r.api.last(t)
	if len(got.TransferEncoding) > 0 || got.ContentLength != int64(len(body)) || len(got.Trailer) > 0 {
		t.Errorf("framing: got %q, length %d for %d octets, trailer %v", got.TransferEncoding, got.ContentLength, len(body), got.Trailer)
	}
	if got.URL.Path != "/notes" || "http://"+got.Host != r.api.URL {
		t.Errorf("got %s at %s", got.URL, got.Host)
	}
	if token := got.Header["Authorization"]; len(token) != 1 || !r.Accepts(strings.TrimPrefix(token[0], "Bearer ")) {
		t.Errorf("got Authorization %q, want the token of the session", token)
	}
	for name := range got.Header {
		if !slices.Contains([]string{"Accept", "Accept-Encoding", "Authorization", "Content-Length", "Content-Type", "User-Agent"}, name) {
			t.Errorf("got %s: %q", name, got.Header[name])
		}
	}
}
