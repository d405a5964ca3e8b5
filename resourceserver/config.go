package resourceserver

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"time"

	"quartet.example/resourceserver/bearer"
	"quartet.example/shared/config"
)

// Config is every setting of the resource server: --issuer or
// RESOURCESERVER_ISSUER; `resourceserver --help` is the reference.
type Config struct {
	Profile     config.Profile `default:"dev" enum:"dev,production" env:"PROFILE" help:"dev, or production, which refuses every default that is only good on a laptop"`
	Listen      string         `default:":9001" help:"address to listen on"`
	AdminListen string         `default:"" help:"loopback address for metrics and pprof, empty for none"`
	RedisURL    config.Secret  `default:"" env:"REDIS_URL" help:"redis://, rediss://, redis+sentinel://, redis+cluster://; empty for the embedded one"`
	LogFormat   string         `default:"auto" enum:"auto,text,json" help:"auto is text in a terminal"`
	LogLevel    string         `default:"info" enum:"debug,info,warn,error" help:"least level that is logged"`

	Resource             string        `default:"http://api.localhost:9001" help:"our resource identifier, which the aud of a token must hold (RFC 9728 §1.2)"`
	Issuer               string        `default:"http://auth.localhost:9000" env:"ISSUER" help:"issuer whose tokens are accepted (RFC 8414 §2)"`
	AuthorizationServers []string      `help:"issuers that our metadata names (RFC 9728 §2); empty for the issuer"`
	JWKSURI              string        `name:"jwks-uri" default:"" help:"where the issuer's keys are, for one without metadata; empty for discovery"`
	Algorithms           []string      `default:"ES256,RS256,PS256,EdDSA" help:"signature algorithms that are accepted"`
	ClockSkew            time.Duration `default:"30s" help:"how far the issuer's clock may differ, at most 60s"`
	KeyRefresh           time.Duration `default:"5m" help:"how often the issuer's keys are fetched; an unknown key is looked for at once"`
	TokenCache           int           `default:"10000" help:"verified tokens that are remembered; 0 for none"`

	NotesTTL     time.Duration `default:"2160h" help:"how long notes are kept after the last one was added"`
	NotesPerUser int           `default:"500" help:"notes that one user may have"`

	TrustedProxies []netip.Prefix `help:"proxies whose X-Forwarded-For is believed"`
}

const maxSkew = 60 * time.Second

// Validate returns every problem at once, or nil.
func (c *Config) Validate() error {
	return errors.Join(c.validateURLs(), c.validateLimits(), c.validateProduction())
}

func (c *Config) validateURLs() error {
	errs := []error{httpURL("resource", c.Resource), httpURL("issuer", c.Issuer)}
	if c.JWKSURI != "" {
		errs = append(errs, httpURL("jwks-uri", c.JWKSURI))
	}
	for _, issuer := range c.AuthorizationServers {
		errs = append(errs, httpURL("authorization-servers", issuer))
	}
	return errors.Join(errs...)
}

// httpURL wants http(s)://host[:port][/path] without query or fragment
// (RFC 8414 §2, RFC 9728 §1.2).
func httpURL(name, s string) error {
	u, err := url.Parse(s)
	switch {
	case err != nil:
		return fmt.Errorf("%s: %w", name, err)
	case u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil:
		return fmt.Errorf("%s: %q is not an http or https URL", name, s)
	case name != "jwks-uri" && strings.ContainsAny(s, "?#"):
		return fmt.Errorf("%s: must not have a query or a fragment", name)
	}
	return nil
}

func (c *Config) validateLimits() error {
	var errs []error
	refuse := func(when bool, format string, args ...any) {
		if when {
			errs = append(errs, fmt.Errorf(format, args...))
		}
	}
	refuse(c.ClockSkew < 0 || c.ClockSkew > maxSkew, "clock-skew: %s is not between 0 and %s", c.ClockSkew, maxSkew)
	refuse(c.KeyRefresh < time.Second, "key-refresh: %s is under 1s", c.KeyRefresh)
	refuse(c.TokenCache < 0, "token-cache: %d is negative", c.TokenCache)
	refuse(c.NotesTTL < time.Minute, "notes-ttl: %s is under 1m", c.NotesTTL)
	refuse(c.NotesPerUser < 1 || c.NotesPerUser > 10_000, "notes-per-user: %d is not between 1 and 10000", c.NotesPerUser)
	refuse(len(c.Algorithms) == 0, "algorithms: none is allowed, so no token could be")
	for _, alg := range c.Algorithms {
		refuse(!slices.Contains(bearer.Algorithms(), alg), "algorithms: %q is not one of %s (RFC 9068 §4: asymmetric ones only)", alg, strings.Join(bearer.Algorithms(), ", "))
	}
	return errors.Join(errs...)
}

// validateProduction lists every dev default that production refuses.
func (c *Config) validateProduction() error {
	if c.Profile != config.Production {
		return nil
	}
	var errs []error
	for _, setting := range []struct{ name, url string }{
		{"resource", c.Resource}, {"issuer", c.Issuer}, {"jwks-uri", c.JWKSURI},
	} {
		if setting.url != "" && !strings.HasPrefix(setting.url, "https://") {
			errs = append(errs, fmt.Errorf("%s: production needs https (RFC 9700 §2.6)", setting.name))
		}
	}
	for _, issuer := range c.AuthorizationServers {
		if !strings.HasPrefix(issuer, "https://") {
			errs = append(errs, errors.New("authorization-servers: production needs https (RFC 9700 §2.6)"))
		}
	}
	if c.RedisURL.IsZero() {
		errs = append(errs, errors.New("redis-url: production refuses the embedded Redis, which forgets everything at a restart"))
	}
	return errors.Join(errs...)
}

// HTTPS tells whether callers reach us over TLS.
func (c *Config) HTTPS() bool { return strings.HasPrefix(c.Resource, "https://") }

// HealthURL is where this process, by its own settings, answers /livez.
func (c *Config) HealthURL() string {
	host, port, err := net.SplitHostPort(c.Listen)
	if err != nil {
		port = "9001"
	}
	if ip, err := netip.ParseAddr(host); host == "" || err == nil && ip.IsUnspecified() {
		host = "127.0.0.1"
	}
	return "http://" + net.JoinHostPort(host, port) + "/livez"
}
