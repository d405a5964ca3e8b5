package lab

import (
	"context"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"quartet.example/shared/localnet"
	"quartet.example/shared/trace"
)

// Who sends and receives messages in a scene, besides the roles of the package trace.
const (
	attackerRole   = "attacker"
	carelessServer = "naive-as"
	carelessClient = "naive-client"
	carelessAPI    = "naive-api"
	victimsProgram = "native-app"
	settleTime     = 10 * time.Second // of a request
)

// network knows the names of a scene, and records its messages.
type network struct {
	mu    sync.Mutex
	names map[string]string // host:port → address to dial, for names of the attacker
	roles trace.Hosts       // host:port → role
	key   []byte
	sink  trace.Sink
	now   func() time.Time
}

// name makes a host name lead to an address, as the DNS of the attacker would.
func (n *network) name(host, address string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.names[host] = address
}

func (n *network) dial(ctx context.Context, network, address string) (net.Conn, error) {
	n.mu.Lock()
	to, known := n.names[address]
	n.mu.Unlock()
	if !known {
		to = address
	}
	return localnet.DialContext(ctx, network, to)
}

// transport returns a transport for the requests of a role. Redirects are for its user.
func (n *network) transport() *http.Transport {
	t := localnet.Transport()
	t.DialContext = n.dial
	return t
}

// recorder returns the recorder of a role.
func (n *network) recorder(role string) *trace.Recorder {
	return trace.New(trace.Options{Service: role, Sink: n.sink, Now: n.now, FingerprintKey: n.key, Dev: true})
}

// client returns the HTTP client of a program, whose requests are recorded. It follows no redirects.
func (n *network) client(role string, next http.RoundTripper) *http.Client {
	return localnet.NewClient(&http.Client{Transport: n.recorder(role).Transport(next, n.roles)}, localnet.Options{Timeout: settleTime})
}

// clock is the clock of a scene. It runs, and can be moved forward.
type clock struct{ ahead atomic.Int64 }

func (c *clock) Now() time.Time { return time.Now().Add(c.Ahead()) }

// Ahead returns how far the clock is ahead of that of this machine.
func (c *clock) Ahead() time.Duration { return time.Duration(c.ahead.Load()) }
