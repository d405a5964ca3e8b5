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
	stepTimeout = time.Second             // limit for one dial, one read, one write, one wait for a connection
	callTimeout = 2500 * time.Millisecond // limit for a whole call, including a retry
	patience    = 30 * time.Second        // the same limits for a server in this process, which can be slow only because the machine is busy
	retryAfter  = time.Second             // value of Retry-After
	bufferSize  = 8 << 10
)

// Conn is a connection to Redis, to any of the kinds that Open supports.
type Conn struct {
	redis.UniversalClient
	Embedded bool // the server runs in this process and loses everything when it ends

	server *miniredis.Miniredis // the server to close; nil if it belongs to the caller
	clock  *clock               // nil for a server outside of this process
}

// Open returns a connection to the Redis at url, in one of the forms in the package comment. It
// returns an error for a malformed URL. It does not connect yet, so it succeeds while the server
// is down.
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

// Ready returns nil if Redis accepts writes. It is a probe for /readyz.
func (c *Conn) Ready(ctx context.Context) error { return Writable(ctx, c) }

// Close closes the connection, and the embedded server, which loses its contents.
func (c *Conn) Close() error {
	err := c.UniversalClient.Close()
	if c.server != nil {
		c.server.Close()
	}
	return err
}

// Wrap returns a connection to a miniredis in this process. If dial is not nil, it replaces the
// network. The caller closes the server. Tests use Wrap through redistest. Its timeouts are long,
// because a server in this process is only slow if the machine is busy.
func Wrap(server *miniredis.Miniredis, addr string, dial func(ctx context.Context, network, addr string) (net.Conn, error)) *Conn {
	rdb, c := connect(&redis.UniversalOptions{Addrs: []string{addr}, Dialer: dial}, patience, patience), &clock{server: server}
	rdb.AddHook(c)
	return &Conn{UniversalClient: rdb, Embedded: true, clock: c}
}

func openEmbedded(ctx context.Context) (*Conn, error) {
	server := miniredis.NewMiniRedis()
	server.ClockTTL(true) // otherwise keys would never expire
	conn := Wrap(server, "embedded:0", Embedded(server))
	conn.server = server
	if err := conn.Ready(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("embedded redis: %w", err), conn.Close())
	}
	return conn, nil
}

// silent discards the log output of go-redis. go-redis also returns these errors, and shared/web
// logs them once, as JSON, with the request.
type silent struct{}

func (silent) Printf(context.Context, string, ...any) {}

func client(o *redis.UniversalOptions) redis.UniversalClient {
	return connect(o, stepTimeout, callTimeout)
}

func connect(o *redis.UniversalOptions, step, call time.Duration) redis.UniversalClient {
	redis.SetLogger(silent{}) // global in go-redis; setting it again has no effect
	o.DialTimeout, o.ReadTimeout, o.WriteTimeout, o.PoolTimeout = step, step, step, step
	o.DialerRetries, o.MaxRetries, o.ContextTimeoutEnabled = 1, -1, true // -1 turns retries off, see "No command is sent twice"
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
