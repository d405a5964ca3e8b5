package client

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"os"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/redis/go-redis/v9"

	"quartet.example/shared/localnet"
	"quartet.example/shared/redisconn"
	"quartet.example/shared/telemetry"
	"quartet.example/shared/trace"
)

const service = trace.Client

// Deps are what a server is given. It closes none of them.
type Deps struct {
	Redis   redis.UniversalClient
	Log     *slog.Logger         // nil: nothing is logged
	Metrics *prometheus.Registry // nil: nothing is measured
	Trace   *trace.Recorder      // nil: nothing is recorded
	HTTP    *http.Client         // for calls to the other roles; nil: localnet's, recorded by Trace
	Now     func() time.Time     // nil: the system clock
}

// DefaultDeps are those of the command: the Redis of the settings, a log on
// standard error, metrics, and in the dev profile the recorder.
func DefaultDeps(ctx context.Context, cfg Config) (Deps, error) {
	conn, err := redisconn.Open(ctx, cfg.RedisURL.Reveal())
	if err != nil {
		return Deps{}, fmt.Errorf("client: %w", err)
	}
	d := Deps{
		Redis:   conn,
		Log:     telemetry.Logger(cfg.LogFormat, cfg.LogLevel, os.Stderr).With("service", service),
		Metrics: telemetry.Registry(),
	}.withDefaults(cfg)
	if !cfg.dev() {
		return d, nil
	}
	key, err := trace.SharedKey(ctx, conn)
	if err != nil {
		d.Log.Warn("fingerprints of this process differ from others'", "cause", err)
	}
	d.Trace = trace.New(trace.Options{
		Service: service, Sink: trace.RedisSink(conn), Now: d.Now, Log: d.Log, FingerprintKey: key, Dev: true,
	})
	d.HTTP = HTTPClient(cfg, d.Trace)
	return d, nil
}

func (d Deps) withDefaults(cfg Config) Deps {
	if d.Log == nil {
		d.Log = slog.New(slog.DiscardHandler)
	}
	if d.Now == nil {
		d.Now = time.Now //nolint:forbidigo // the default of the one clock
	}
	if d.HTTP == nil {
		d.HTTP = HTTPClient(cfg, d.Trace)
	}
	return d
}

// HTTPClient makes the client for calls to the other roles, with what it sends
// recorded.
func HTTPClient(cfg Config, recorder *trace.Recorder) *http.Client {
	c := localnet.HTTPClient(10 * time.Second)
	c.Transport = recorder.Transport(c.Transport, trace.Hosts{
		hostOf(cfg.Issuer): trace.AuthServer, hostOf(cfg.APIURL): trace.ResourceServer,
	})
	return c
}

func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Host
}
