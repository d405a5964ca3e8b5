package fetch

import (
	"context"
	"net"
	"net/netip"
	"testing"

	"quartet.example/authserver/internal/checks"
)

// White-box: nothing public can be dialled in a test.
func TestPublic(t *testing.T) {
	for addr, want := range map[string]bool{
		"198.41.0.4": true, "2001:4860:4860::8888": true, "::ffff:198.41.0.4": true, "100.63.255.255": true, "172.32.0.1": true,
		"127.0.0.1": false, "127.255.255.254": false, "::1": false, "::": false, "0.0.0.0": false, "10.1.2.3": false, "172.16.0.1": false,
		"192.168.1.1": false, "169.254.169.254": false, "100.64.0.1": false, "224.0.0.1": false, "255.255.255.255": false,
		"fe80::1": false, "fe80::1%lo": false, "fc00::1": false, "fec0::1": false, "ff02::1": false, "::ffff:10.0.0.1": false, "::7f00:1": false,
		"64:ff9b::a00:1": false, "64:ff9b:1::1": false, "2002:a00:1::": false, "2001::1": false, "2001:db8::1": false, "192.0.2.1": false,
	} {
		if got := public(netip.MustParseAddr(addr)); got != want {
			t.Errorf("%s: got %t, want %t", addr, got, want)
		}
	}
}

func TestTheSocketJudgesAgain(t *testing.T) { // O-22, should a judged address ever differ from the dialled one
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = listener.Close() }()
	dialer := &net.Dialer{ControlContext: judgeSocket}
	conn, err := dialer.DialContext(context.Background(), "tcp", listener.Addr().String())
	if err == nil {
		_ = conn.Close()
		t.Fatalf("connected; want %s", checks.FetchAddress.ID)
	}
}
