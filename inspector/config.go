package inspector

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"time"

	"quartet.example/inspector/internal/checks"
	"quartet.example/shared/config"
	"quartet.example/shared/config/flags"
	"quartet.example/shared/localnet"
)

// Config holds every setting of the inspector, such as --listen or INSPECTOR_LISTEN. `inspector
// --help` lists them.
type Config struct {
	Profile          config.Profile `default:"dev" enum:"dev,production" env:"PROFILE" help:"dev; the inspector refuses production"`
	Listen           string         `default:":9002" help:"address to listen on; without a host it is loopback"`
	AllowNonLoopback bool           `help:"listen on other addresses than loopback: for a container whose port is published on loopback only"`
	AdminListen      string         `default:"" help:"loopback address for metrics and pprof, empty for none"`
	PublicURL        string         `default:"http://inspect.localhost:9002" help:"URL of the inspector in the browser"`
	RedisURL         config.Secret  `default:"" env:"REDIS_URL" help:"the Redis of the services; empty for an embedded one, which only the all-in-one stack shares"`
	LogFormat        string         `default:"auto" enum:"auto,text,json" help:"auto is text in a terminal"`
	LogLevel         string         `default:"info" enum:"debug,info,warn,error" help:"minimum level that is logged"`

	ClientURL         string `default:"http://app.localhost:8080" help:"the client, to show whether it is ready; empty to leave it out"`
	AuthserverURL     string `default:"http://auth.localhost:9000" help:"the authorization server, to show whether it is ready; empty to leave it out"`
	ResourceserverURL string `default:"http://api.localhost:9001" help:"the resource server, to show whether it is ready; empty to leave it out"`
	MaxMessages       int    `default:"2000" help:"messages kept in memory; older ones are dropped"`

	PresentScripts string `default:"" help:"directory with scripts of presenter mode (*.yaml) in addition to the built-in ones; see docs/presenting.md"`

	CodeTTL     time.Duration `default:"60s" env:"AUTHSERVER_CODE_TTL" help:"code-ttl of the authorization server: no message contains it, and the demo clock moves to the next expiry"`
	SessionIdle time.Duration `default:"30m" env:"CLIENT_SESSION_IDLE" help:"session-idle of the client, for the same reason"`
}

// Limits returns the table of limits. Each duration and number of Config must have a row.
func (c *Config) Limits() config.Limits {
	return config.Limits{
		config.Between("max-messages", &c.MaxMessages, 1, 100_000, "each message takes some KB of memory"),
		config.Between("code-ttl", &c.CodeTTL, time.Second, 10*time.Minute, "the maximum of RFC 6749 §4.1.2"),
		config.Between("session-idle", &c.SessionIdle, time.Second, 90*24*time.Hour, "the limits of the client"),
	}
}

// Validate returns every problem of the settings, joined, or nil. It includes the settings for
// listener and Redis, which only the command uses. Its errors contain no secret.
func (c *Config) Validate() error { return errors.Join(c.validate(), c.Service().Validate()) }

// validate checks the settings that New uses. A program that imports the inspector brings its own
// listener and Redis.
func (c *Config) validate() error {
	errs := []error{flags.Choices(c), c.Limits().Validate()}
	if err := checks.ProfileDev.Require(context.Background(), !c.Profile.IsProduction()); err != nil {
		errs = append(errs, fmt.Errorf("profile: %w", err))
	}
	if err := checks.BindLoopback.Require(context.Background(), c.AllowNonLoopback || isLoopback(c.Listen)); err != nil {
		errs = append(errs, fmt.Errorf("listen: %q: %w", c.Listen, err))
	}
	for _, setting := range []struct{ name, url string }{
		{"public-url", c.PublicURL}, {"client-url", c.ClientURL}, {"authserver-url", c.AuthserverURL}, {"resourceserver-url", c.ResourceserverURL},
	} {
		if _, err := localnet.ParseServer(setting.url); setting.url != "" && err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", setting.name, err))
		}
	}
	if c.PublicURL == "" {
		errs = append(errs, errors.New("public-url: is missing"))
	}
	return errors.Join(errs...)
}

// Addr returns the address to listen on. Without a host that is localhost, or every address if
// AllowNonLoopback is set.
func (c *Config) Addr() string {
	host, port, err := net.SplitHostPort(c.Listen)
	if err != nil || host != "" || c.AllowNonLoopback {
		return c.Listen
	}
	return net.JoinHostPort("localhost", port)
}

// HealthURL returns the URL that the health subcommand requests from within the container.
func (c *Config) HealthURL() string {
	_, port, err := net.SplitHostPort(c.Listen)
	if err != nil {
		port = "9002"
	}
	return "http://" + net.JoinHostPort("127.0.0.1", port) + "/readyz"
}

func isLoopback(listen string) bool {
	host, _, err := net.SplitHostPort(listen)
	if err != nil {
		return false
	}
	ip, err := netip.ParseAddr(host)
	return host == "" || host == "localhost" || err == nil && ip.IsLoopback()
}
