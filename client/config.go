package client

import (
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"time"

	"quartet.example/client/internal/handover"
	"quartet.example/client/internal/provider"
	"quartet.example/client/internal/proxy"
	"quartet.example/shared/config"
	"quartet.example/shared/oauth"
)

// devSecret is in the demo seed of the authorization server, for all to read.
const devSecret = "notes-dev-secret-not-for-production"

// Config is every setting of the client: --issuer or CLIENT_ISSUER; `client
// --help` is the reference.
type Config struct {
	Profile      config.Profile `default:"dev" enum:"dev,production" env:"PROFILE" help:"dev, or production, which refuses every default that is only good on a laptop"`
	Listen       string         `default:":8080" help:"address to listen on"`
	AdminListen  string         `default:"" help:"loopback address for metrics and pprof, empty for none"`
	PublicURL    string         `default:"http://app.localhost:8080" help:"where browsers find us; /callback and / under it are registered at the issuer"`
	RedisURL     config.Secret  `default:"" env:"REDIS_URL" help:"redis://, rediss://, redis+sentinel://, redis+cluster://; empty for the embedded one"`
	SealKey      config.Secret  `default:"" help:"secret under which tokens are sealed in Redis, a value or @file; may be empty only with the embedded Redis"`
	LogFormat    string         `default:"auto" enum:"auto,text,json" help:"auto is text in a terminal"`
	LogLevel     string         `default:"info" enum:"debug,info,warn,error" help:"least level that is logged"`
	InspectorURL string         `default:"http://inspect.localhost:9002" help:"inspector that pages link to in the dev profile, empty for none"`

	Issuer          string           `default:"http://auth.localhost:9000" env:"ISSUER" help:"issuer identifier of the authorization server; the rest comes from its metadata"`
	EndpointHosts   []string         `help:"hosts beside the issuer's that its endpoints may be on, as host:port"`
	ClientID        string           `default:"notes" help:"our client_id at the issuer"`
	ClientSecret    config.Secret    `default:"notes-dev-secret-not-for-production" help:"our client_secret, a value or @file"`
	TokenAuthMethod oauth.AuthMethod `default:"client_secret_basic" enum:"client_secret_basic,client_secret_post,private_key_jwt,none" help:"how we authenticate to the issuer (RFC 7591 §2)"`
	Scopes          []string         `default:"openid,profile,notes:read,notes:write" help:"what we ask for"`
	Resource        string           `default:"" help:"resource that access tokens are for (RFC 8707); empty is api-url, none leaves it out"`

	ClientKey config.Secret    `default:"" help:"private key for private_key_jwt in PEM, JWK or JWK Set (the first signs), a value or @file; public halves are at /jwks.json"`
	PAR       provider.Pushing `name:"par" default:"auto" enum:"auto,always,never" help:"push authorization requests (RFC 9126); auto: where the issuer requires it"`
	DPoP      bool             `name:"dpop" default:"false" help:"bind tokens to a key of each session (RFC 9449)"`
	Providers config.Secret    `default:"" help:"further authorization servers that users may choose: YAML or @file, see docs/backend-for-frontend.md"`

	APIURL    string   `name:"api-url" default:"http://api.localhost:9001" help:"resource server behind /api/"`
	APIRoutes []string `name:"api-routes" default:"GET /notes,POST /notes,GET /notes/*,DELETE /notes/*,GET /whoami" help:"what /api/ lets through, a star is one segment"`

	LoginTTL      time.Duration `default:"10m" help:"time a user has to come back from the issuer"`
	LoginRate     float64       `default:"10" help:"logins that one address may start per second; bursts of ten times that"`
	SessionTTL    time.Duration `default:"8h" help:"absolute lifetime of a session"`
	SessionIdle   time.Duration `default:"30m" help:"idle lifetime of a session"`
	RefreshMargin time.Duration `default:"30s" help:"refresh when the access token has less than this left"`
	Skew          time.Duration `default:"30s" help:"how far the issuer's clock may differ"`
	LogoutHint    bool          `default:"false" name:"logout-id-token-hint" help:"sign out without a question at the issuer; the ID token then passes through the browser"`

	CookieSameSite string `default:"strict" enum:"strict,lax" help:"SameSite of the session cookie: strict is kept back when another site sends the browser here, and the page then asks for it with a navigation of its own"`

	HandoverTTL  time.Duration `default:"1m" help:"time an app has to come for its session, a minute at most"`
	AppRedirects []string      `name:"app-redirects" help:"where mobile apps wait for their session (RFC 8252 §7): https://..., com.example.app:/..., http://127.0.0.1/... at any port; empty is that of client/cmd/app in dev, and no apps in production"`

	TrustedProxies []netip.Prefix `help:"proxies whose X-Forwarded-For is believed"`
}

// Validate returns every problem at once, or nil.
func (c *Config) Validate() error {
	return errors.Join(c.validateURLs(), c.validateServers(), c.validateRoutes(), c.validateLifetimes(), c.validateProduction())
}

func (c *Config) validateURLs() error {
	var errs []error
	for name, s := range map[string]string{"public-url": c.PublicURL, "api-url": c.APIURL} {
		errs = append(errs, baseURL(name, s))
	}
	if u, err := url.Parse(c.PublicURL); err == nil && u.Path != "" {
		errs = append(errs, errors.New("public-url: must be an origin: a __Host- cookie belongs to a whole host"))
	}
	return errors.Join(errs...)
}

// baseURL wants http(s)://host[:port][/path], without a slash at the end: an
// issuer is compared octet by octet (RFC 8414 §3.3).
func baseURL(name, s string) error {
	u, err := url.Parse(s)
	switch {
	case err != nil:
		return fmt.Errorf("%s: %w", name, err)
	case u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil:
		return fmt.Errorf("%s: %q is not an http or https URL", name, s)
	case u.RawQuery != "" || u.ForceQuery || strings.Contains(s, "#"):
		return fmt.Errorf("%s: must not have a query or a fragment", name)
	case strings.HasSuffix(s, "/") && name != "issuer":
		return fmt.Errorf("%s: leave out the trailing slash", name)
	}
	return nil
}

func (c *Config) validateRoutes() error {
	_, err := proxy.ParseRoutes(c.APIRoutes)
	_, apps := handover.ParseRedirects(c.AppRedirects)
	return errors.Join(err, apps)
}

func (c *Config) validateLifetimes() error {
	var errs []error
	refuse := func(when bool, format string, args ...any) {
		if when {
			errs = append(errs, fmt.Errorf(format, args...))
		}
	}
	refuse(c.LoginTTL < time.Second || c.LoginTTL > time.Hour, "login-ttl: %s is not between 1s and 1h", c.LoginTTL)
	refuse(c.HandoverTTL < time.Second || c.HandoverTTL > time.Minute, "handover-ttl: %s is not between 1s and 1m", c.HandoverTTL)
	refuse(c.LoginRate <= 0, "login-rate: must be more than 0")
	refuse(c.SessionTTL < time.Second, "session-ttl: %s is under 1s", c.SessionTTL)
	refuse(c.SessionIdle < time.Second || c.SessionIdle > c.SessionTTL, "session-idle: %s is not between 1s and session-ttl", c.SessionIdle)
	refuse(c.RefreshMargin < 0, "refresh-margin: %s is negative", c.RefreshMargin)
	refuse(!c.RedisURL.IsZero() && c.SealKey.IsZero(), "seal-key: needed with a Redis of your own: a key that is forgotten at a restart ends every session")
	refuse(c.Skew < 0 || c.Skew > 5*time.Minute, "skew: %s is not between 0 and 5m", c.Skew)
	return errors.Join(errs...)
}

// validateProduction lists every dev default that production refuses.
func (c *Config) validateProduction() error {
	if c.Profile != config.Production {
		return nil
	}
	var errs []error
	for name, s := range map[string]string{"public-url": c.PublicURL, "api-url": c.APIURL} {
		if !strings.HasPrefix(s, "https://") {
			errs = append(errs, fmt.Errorf("%s: production needs https (RFC 9700 §2.6)", name))
		}
	}
	if c.RedisURL.IsZero() {
		errs = append(errs, errors.New("redis-url: production refuses the embedded Redis, which forgets everything at a restart"))
	}
	if len(c.SealKey.Reveal()) < 32 {
		errs = append(errs, errors.New("seal-key: production needs at least 32 characters: it protects the tokens in Redis"))
	}
	slices.SortFunc(errs, func(a, b error) int { return strings.Compare(a.Error(), b.Error()) })
	return errors.Join(errs...)
}

// appRedirects are where apps wait: in dev also the demo's own.
func (c *Config) appRedirects() []string {
	if len(c.AppRedirects) == 0 && c.dev() {
		return []string{"http://127.0.0.1/app", "http://[::1]/app"}
	}
	return c.AppRedirects
}

// resource is the resource parameter (RFC 8707 §2), "" for none.
func (c *Config) resource() string { return c.resourceOf(c.Resource) }

func (c *Config) resourceOf(setting string) string {
	switch setting {
	case "":
		return c.APIURL
	case "none":
		return ""
	default:
		return setting
	}
}

// HTTPS tells whether browsers reach us over TLS.
func (c *Config) HTTPS() bool { return strings.HasPrefix(c.PublicURL, "https://") }

func (c *Config) dev() bool { return c.Profile != config.Production }
