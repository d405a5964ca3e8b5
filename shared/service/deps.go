package service

import (
	"context"
	"crypto/x509"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/redis/go-redis/v9"

	"quartet.example/shared/config"
	"quartet.example/shared/democlock"
	"quartet.example/shared/localnet"
	"quartet.example/shared/redisconn"
	"quartet.example/shared/redisconn/embedded"
	"quartet.example/shared/telemetry"
	"quartet.example/shared/trace"
	"quartet.example/shared/trace/step"
)

// Deps are the dependencies that a service is given. The service does not close them.
type Deps struct {
	Redis   redis.UniversalClient
	Log     *slog.Logger         // nil: no log
	Metrics *prometheus.Registry // nil: no metrics
	Trace   *trace.Recorder      // nil: nothing is recorded
	HTTP    *http.Client         // for requests to the other services; nil: Outbound
	Now     func() time.Time     // nil: the system clock
	Roots   *x509.CertPool       // certificate authorities of servers elsewhere; nil: those of the system
	Clock   *democlock.Clock     // in the dev profile, what moves Now; nil: nothing does
}

// Settings are the part of a service's Config that this package uses.
type Settings struct {
	Name                string // name of the service, such as trace.Client
	Profile             config.Profile
	Listen, AdminListen string
	RedisURL            config.Secret
	LogFormat, LogLevel string
	TraceKey            config.Secret // key of the recorder's fingerprints, the same for all services; empty: a random one
	Roles               trace.Hosts   // which service is at which host, for the requests that this one sends
	RandomSeed          config.Secret // in the dev profile, what ids and secrets follow from; empty: random
	Clock               string        // in the dev profile, the time at which the clock stands still, RFC 3339; empty: the system clock
	Unrecorded          bool          // true: messages of this service are not recorded (the inspector)
}

// WithDefaults returns d with defaults for the fields that are nil.
func (d Deps) WithDefaults(s Settings) Deps {
	if d.Log == nil {
		d.Log = slog.New(slog.DiscardHandler)
	}
	if d.Now == nil {
		d.Now = time.Now //nolint:forbidigo // the default of the one clock
	} else {
		redisconn.Follow(d.Redis, d.Now) // when a test changes Now, the embedded Redis uses the same time
	}
	if d.HTTP == nil {
		d.HTTP = Outbound(d.Trace, s.Roles, d.Roots)
	}
	return d
}

// RedisReady is a probe of /readyz. It returns an error unless Redis can be written to.
func (d Deps) RedisReady(ctx context.Context) error { return redisconn.Writable(ctx, d.Redis) }

// Outbound returns the client for requests to the other services. The recorder, which may be nil,
// records them. roots are the certificate authorities whose servers it trusts; nil: those of the
// system.
func Outbound(recorder *trace.Recorder, roles trace.Hosts, roots *x509.CertPool) *http.Client {
	recorded := recorder.Transport(localnet.Trusting(roots), roles)
	return localnet.NewClient(&http.Client{Transport: recorded}, localnet.Options{Timeout: 10 * time.Second, Redirect: localnet.SameOrigin})
}

// Connect returns the Deps of a command: the Redis of the settings, a log on standard error,
// metrics, and in the dev profile the recorder. Call the function that it returns at the end: it
// writes the recorder's last events and closes the connection to Redis.
func Connect(ctx context.Context, s Settings) (Deps, func(), error) {
	now, err := s.Repeatable()
	if err != nil {
		return Deps{}, nil, fmt.Errorf("%s: %w", s.Name, err)
	}
	conn, err := embedded.Open(ctx, s.RedisURL.Reveal())
	if err != nil {
		return Deps{}, nil, fmt.Errorf("%s: %w", s.Name, err)
	}
	d := Deps{
		Redis:   conn,
		Log:     telemetry.Logger(s.LogFormat, s.LogLevel, os.Stderr).With("service", s.Name),
		Metrics: telemetry.Registry(),
	}
	if s.Profile == config.Dev {
		d.Clock = democlock.Open(ctx, conn, now)
		d.Clock.MoveScripts(conn)
		d.Now = d.Clock.Now
	}
	if s.Profile == config.Dev && !s.Unrecorded {
		d.Trace = record(ctx, s, d)
	}
	d = d.WithDefaults(s)
	return d, func() {
		Flush(d)
		_ = conn.Close()
	}, nil
}

// record starts the recorder of messages, which holds messages in step mode until ctx ends.
func record(ctx context.Context, s Settings, d Deps) *trace.Recorder {
	return trace.New(trace.Options{
		Service: s.Name, Sink: trace.RedisSink(d.Redis), Now: d.Now,
		Log: d.Log, FingerprintKey: trace.KeyFrom(s.TraceKey.Reveal()), Dev: true, Gate: step.Open(ctx, d.Redis),
	})
}

// Flush waits up to a second for the recorder to write its queue. It logs a warning if some events
// were not written; they are lost.
func Flush(d Deps) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	if err := d.Trace.Close(ctx); err != nil {
		d.Log.WarnContext(ctx, "the last events are lost", "cause", err)
	}
}
