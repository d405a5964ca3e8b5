package service

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/redis/go-redis/v9"

	"quartet.example/shared/config"
	"quartet.example/shared/localnet"
	"quartet.example/shared/redisconn"
	"quartet.example/shared/telemetry"
	"quartet.example/shared/trace"
)

// Deps are what a service is given. It closes none of them.
type Deps struct {
	Redis   redis.UniversalClient
	Log     *slog.Logger         // nil: nothing is logged
	Metrics *prometheus.Registry // nil: nothing is measured
	Trace   *trace.Recorder      // nil: nothing is recorded
	HTTP    *http.Client         // for calls to the other roles; nil: Outbound
	Now     func() time.Time     // nil: the system clock
}

// Settings are what the shell needs of a service's Config.
type Settings struct {
	Name                string // of the role: trace.Client and so on
	Profile             config.Profile
	Listen, AdminListen string
	RedisURL            config.Secret
	LogFormat, LogLevel string
	TraceKey            config.Secret // of the recorder's fingerprints, which other services share; empty is random
	Roles               trace.Hosts   // the roles behind the hosts that it calls
	Unrecorded          bool          // it takes no part in the flows: the inspector
}

// WithDefaults fills what may be left out.
func (d Deps) WithDefaults(s Settings) Deps {
	if d.Log == nil {
		d.Log = slog.New(slog.DiscardHandler)
	}
	if d.Now == nil {
		d.Now = time.Now //nolint:forbidigo // the default of the one clock
	} else {
		redisconn.Follow(d.Redis, d.Now) // a test that moves Now moves an embedded Redis with it
	}
	if d.HTTP == nil {
		d.HTTP = Outbound(d.Trace, s.Roles)
	}
	return d
}

// Outbound makes the client for calls to the other roles, with what it sends
// recorded.
func Outbound(recorder *trace.Recorder, roles trace.Hosts) *http.Client {
	recorded := recorder.Transport(localnet.Transport(), roles)
	return localnet.NewClient(&http.Client{Transport: recorded}, localnet.Options{Timeout: 10 * time.Second, Redirect: localnet.SameOrigin})
}

// Connect makes the Deps of a command: the Redis of the settings, a log on
// standard error, metrics, and in the dev profile the recorder. The function that
// it returns writes the recorder's last events and disconnects.
func Connect(ctx context.Context, s Settings) (Deps, func(), error) {
	conn, err := redisconn.Open(ctx, s.RedisURL.Reveal())
	if err != nil {
		return Deps{}, nil, fmt.Errorf("%s: %w", s.Name, err)
	}
	d := Deps{
		Redis:   conn,
		Log:     telemetry.Logger(s.LogFormat, s.LogLevel, os.Stderr).With("service", s.Name),
		Metrics: telemetry.Registry(),
	}
	if s.Profile == config.Dev && !s.Unrecorded {
		d.Trace = record(s, d)
	}
	d = d.WithDefaults(s)
	return d, func() {
		flush(d)
		_ = conn.Close()
	}, nil
}

// record starts the recorder.
func record(s Settings, d Deps) *trace.Recorder {
	return trace.New(trace.Options{
		Service: s.Name, Sink: trace.RedisSink(d.Redis), Now: time.Now, //nolint:forbidigo // the one clock, chosen here
		Log: d.Log, FingerprintKey: trace.KeyFrom(s.TraceKey.Reveal()), Dev: true,
	})
}

// flush gives the recorder a moment to write its last events.
func flush(d Deps) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	if err := d.Trace.Close(ctx); err != nil {
		d.Log.WarnContext(ctx, "the last events are lost", "cause", err)
	}
}
