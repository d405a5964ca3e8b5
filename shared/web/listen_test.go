package web_test

import (
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"

	"quartet.example/shared/web"
)

func TestLocalhostIsBothLoopbackAddressesAndNoOther(t *testing.T) {
	l, err := web.Listen("localhost:0")
	if err != nil {
		t.Fatal(err)
	}
	server := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "well") })}
	served := make(chan error, 1)
	go func() { served <- server.Serve(l) }()
	_, port, _ := net.SplitHostPort(l.Addr().String())
	hosts := []string{"127.0.0.1"}
	if probe, err := net.Listen("tcp", "[::1]:0"); err == nil {
		_ = probe.Close()
		hosts = append(hosts, "::1")
	}
	for _, host := range hosts {
		for range 3 {
			conn, err := net.Dial("tcp", net.JoinHostPort(host, port))
			if err != nil {
				t.Fatalf("%s: %v", host, err)
			}
			_, _ = io.WriteString(conn, "GET / HTTP/1.0\r\n\r\n")
			if got, _ := io.ReadAll(conn); !strings.HasSuffix(string(got), "well") {
				t.Errorf("%s: got %q", host, got)
			}
			_ = conn.Close()
		}
	}
	for _, ip := range beyondLoopback(t) {
		if conn, err := net.Dial("tcp", net.JoinHostPort(ip, port)); err == nil {
			_ = conn.Close()
			t.Errorf("%s answers: it is beyond this machine", ip)
		}
	}
	_ = server.Close()
	if err := <-served; !errors.Is(err, http.ErrServerClosed) {
		t.Errorf("closed: got %v", err)
	}
	if conn, err := net.Dial("tcp", net.JoinHostPort("127.0.0.1", port)); err == nil {
		_ = conn.Close()
		t.Error("it still listens after Close")
	}
}

// beyondLoopback returns the addresses of this machine that other machines can reach.
func beyondLoopback(t *testing.T) []string {
	t.Helper()
	addrs, err := net.InterfaceAddrs()
	if err != nil {
		t.Fatal(err)
	}
	var ips []string
	for _, addr := range addrs {
		if ip, ok := addr.(*net.IPNet); ok && !ip.IP.IsLoopback() && !ip.IP.IsLinkLocalUnicast() {
			ips = append(ips, ip.IP.String())
		}
	}
	return ips
}

func TestAPortThatIsTakenAtOneLoopbackAddressIsInUse(t *testing.T) {
	for _, host := range []string{"127.0.0.1", "::1"} {
		l, err := net.Listen("tcp", net.JoinHostPort(host, "0"))
		if err != nil {
			continue // this machine has no IPv6
		}
		_, port, _ := net.SplitHostPort(l.Addr().String())
		if second, err := web.Listen("localhost:" + port); err == nil || !strings.Contains(err.Error(), "in use") {
			if second != nil {
				_ = second.Close()
			}
			t.Errorf("%s is taken: got %v", host, err)
		}
		_ = l.Close()
	}
}
