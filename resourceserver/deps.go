package resourceserver

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

// Deps are what a server is given. It closes none of them.
type Deps struct {
	Redis   redis.UniversalClient
	Log     *slog.Logger         // nil: nothing is logged
	Metrics *prometheus.Registry // nil: nothing is measured
	Trace   *trace.Recorder      // nil: nothing is recorded
	HTTP    *http.Client         // for the keys of the issuer; nil: a plain one
	Now     func() time.Time     // nil: the system clock
}

// DefaultDeps are those of the command: the Redis of the settings, a log on
// standard error, metrics, and in the dev profile the recorder.
func DefaultDeps(cfg Config) (Deps, error) {
	ctx := context.Background() // each call to Redis is bounded by redisconn
	conn, err := redisconn.Open(ctx, cfg.RedisURL.Reveal())
	if err != nil {
		return Deps{}, fmt.Errorf("resourceserver: %w", err)
	}
	d := Deps{
		Redis:   conn,
		Log:     telemetry.Logger(cfg.LogFormat, cfg.LogLevel, os.Stderr).With("service", service),
		Metrics: telemetry.Registry(),
		HTTP:    localnet.HTTPClient(5 * time.Second),
		Now:     time.Now, //nolint:forbidigo // the one clock, chosen here
	}
	if cfg.Profile != config.Dev {
		return d, nil
	}
	key, err := trace.SharedKey(ctx, conn)
	if err != nil {
		d.Log.Warn("fingerprints of this process differ from others'", "cause", err)
	}
	d.Trace = trace.New(trace.Options{
		Service: service, Sink: trace.RedisSink(conn), Now: d.Now, Log: d.Log, FingerprintKey: key, Dev: true,
	})
	return d, nil
}

func (d Deps) withDefaults() Deps {
	if d.Log == nil {
		d.Log = slog.New(slog.DiscardHandler)
	}
	if d.Now == nil {
		d.Now = time.Now //nolint:forbidigo // the default of the one clock
	}
	return d
}
