package redisconn

import (
	"context"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/maintnotifications"
)

const (
	stepTimeout = time.Second             // limit for one dial, one read, one write, one wait for a connection
	callTimeout = 2500 * time.Millisecond // limit for a whole call, including a retry
	retryAfter  = time.Second             // value of Retry-After
	bufferSize  = 8 << 10
)

// Conn is a connection to Redis, to any of the kinds that Open supports.
type Conn struct {
	redis.UniversalClient
	Embedded Server // the server, if it runs in this process, else nil
}

// Server is a Redis in this process. It loses everything when it ends.
type Server interface {
	Follow(now func() time.Time) // see the function Follow
	Close()
}

// Open returns a connection to the Redis at url, in one of the forms in the package comment. It
// returns an error for a malformed URL. It does not connect yet, so it succeeds while the server
// is down.
func Open(url string) (*Conn, error) {
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
	if c.Embedded != nil {
		c.Embedded.Close()
	}
	return err
}

// Follow makes an embedded Redis use the clock now. A test that changes the Now of a service
// thereby also changes the expiry of keys and TIME in scripts (docs/adr/0022). If several services
// call Follow, Redis uses the latest of their clocks. For a Redis outside of this process it does
// nothing.
func Follow(rdb redis.UniversalClient, now func() time.Time) {
	if follower, ok := rdb.(interface{ Follow(now func() time.Time) }); ok {
		follower.Follow(now)
	}
}

// Follow implements the function Follow.
func (c *Conn) Follow(now func() time.Time) {
	if c.Embedded != nil {
		c.Embedded.Follow(now)
	}
}

// silent discards the log output of go-redis. go-redis also returns these errors, and shared/web
// logs them once, as JSON, with the request.
type silent struct{}

func (silent) Printf(context.Context, string, ...any) {}

func client(o *redis.UniversalOptions) redis.UniversalClient {
	return Connect(o, stepTimeout, callTimeout)
}

// Connect returns a client with the rules in the package comment. step limits one dial, read, write,
// or wait for a connection; call limits a whole call.
func Connect(o *redis.UniversalOptions, step, call time.Duration) redis.UniversalClient {
	redis.SetLogger(silent{}) // global in go-redis; setting it again has no effect
	o.DialTimeout, o.ReadTimeout, o.WriteTimeout, o.PoolTimeout = step, step, step, step
	o.DialerRetries, o.MaxRetries, o.ContextTimeoutEnabled = 1, -1, true // -1 turns retries off, see "No command is sent twice"
	o.ReadBufferSize, o.WriteBufferSize, o.PipelinePoolSize = bufferSize, bufferSize, -1
	o.Protocol, o.DisableIdentity = 2, true
	o.MaintNotificationsConfig = &maintnotifications.Config{Mode: maintnotifications.ModeDisabled}
	c := redis.NewUniversalClient(o)
	cluster, isCluster := c.(*redis.ClusterClient)
	if isCluster {
		cluster.OnNewNode(func(node *redis.Client) { node.AddHook(dialHook{}) })
	}
	c.AddHook(hook{patience: call, timer: isCluster})
	return c
}
