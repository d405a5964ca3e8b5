package redisconn

import (
	"context"
	"errors"
	"fmt"
	"net"
	"time"

	"github.com/alicebob/miniredis/v2"
	"github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/maintnotifications"
)

const (
	stepTimeout = time.Second             // one dial, one read, one write, one wait for a connection
	callTimeout = 2500 * time.Millisecond // a whole call, retry included
	patience    = 30 * time.Second        // any of these in this process: it cannot be away, only starved
	retryAfter  = time.Second             // what a client is told
	bufferSize  = 8 << 10
)

// Conn is a connection to Redis, whatever its kind.
type Conn struct {
	redis.UniversalClient
	Embedded bool // runs in this process and forgets everything when it ends

	server *miniredis.Miniredis // nil unless this connection owns it
	clock  *clock               // nil unless the server runs in this process
}

// Open prepares the connection that url describes; see the package doc for its
// forms. It fails for a URL that it cannot read, not for a server that is away.
func Open(ctx context.Context, url string) (*Conn, error) {
	if url == "" {
		return openEmbedded(ctx)
	}
	options, err := parse(url)
	if err != nil {
		return nil, err
	}
	return &Conn{UniversalClient: client(options)}, nil
}

// Ready tells whether Redis takes writes: a probe for /readyz.
func (c *Conn) Ready(ctx context.Context) error { return Writable(ctx, c) }

// Close ends the connection, and the embedded server with its contents.
func (c *Conn) Close() error {
	err := c.UniversalClient.Close()
	if c.server != nil {
		c.server.Close()
	}
	return err
}

// Wrap prepares a connection to a miniredis in this process; dial replaces the
// network where it is not nil. The server stays the caller's to close. Tests use
// it, through redistest. Its calls are patient: a server in this process that is
// late is starved by a busy machine, not away.
func Wrap(server *miniredis.Miniredis, addr string, dial func(ctx context.Context, network, addr string) (net.Conn, error)) *Conn {
	rdb, c := connect(&redis.UniversalOptions{Addrs: []string{addr}, Dialer: dial}, patience, patience), &clock{server: server}
	rdb.AddHook(c)
	return &Conn{UniversalClient: rdb, Embedded: true, clock: c}
}

func openEmbedded(ctx context.Context) (*Conn, error) {
	server := miniredis.NewMiniRedis()
	server.ClockTTL(true) // keys do expire
	conn := Wrap(server, "embedded:0", Embedded(server))
	conn.server = server
	if err := conn.Ready(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("embedded redis: %w", err), conn.Close())
	}
	return conn, nil
}

// silent is the logger of go-redis: whatever it would print on stderr it also
// returns, and the web layer logs that once, as JSON, with the request.
type silent struct{}

func (silent) Printf(context.Context, string, ...any) {}

func client(o *redis.UniversalOptions) redis.UniversalClient {
	return connect(o, stepTimeout, callTimeout)
}

func connect(o *redis.UniversalOptions, step, call time.Duration) redis.UniversalClient {
	redis.SetLogger(silent{}) // one for the process, safe to set again
	o.DialTimeout, o.ReadTimeout, o.WriteTimeout, o.PoolTimeout = step, step, step, step
	o.DialerRetries, o.MaxRetries, o.ContextTimeoutEnabled = 1, -1, true // -1: see "At most once"
	o.ReadBufferSize, o.WriteBufferSize, o.PipelinePoolSize = bufferSize, bufferSize, -1
	o.Protocol, o.DisableIdentity = 2, true
	o.MaintNotificationsConfig = &maintnotifications.Config{Mode: maintnotifications.ModeDisabled}
	c := redis.NewUniversalClient(o)
	if cluster, ok := c.(*redis.ClusterClient); ok {
		cluster.OnNewNode(func(node *redis.Client) { node.AddHook(dialHook{}) })
	}
	c.AddHook(hook{patience: call})
	return c
}
