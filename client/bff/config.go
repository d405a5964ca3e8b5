package bff

import (
	"cmp"
	"log/slog"
	"net/http"
	"net/netip"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"

	"quartet.example/shared/config"
	"quartet.example/shared/localnet"
	"quartet.example/shared/oauth"
	"quartet.example/shared/trace"
)

// Secret is a value that is printed as [redacted] only. A string constant can be assigned to it.
type Secret = config.Secret

// NoProxies says that no proxy is in front of the application.
var NoProxies = []netip.Prefix{}

// Config are the settings of New. Empty fields have the defaults that are named, which are those
// for production. What is required has no default, and New names all of it at once.
type Config struct {
	Provider            // the authorization server; its Name stays empty
	Others   []Provider // further ones that users may choose from (RFC 9700 §4.4)

	PublicURL string // required: where browsers find the application, an https origin such as https://shop.example
	AppName   string // for the few pages of this package; default: the host of PublicURL
	APIURL    string // required: base URL of the API that Client and /api/ call

	// APIRoutes are the calls that pages may make through /api/, such as "GET /notes/*". A star
	// is exactly one path segment, and two stars at the end are one segment or more. See
	// docs/backend-for-frontend.md for the rules. Default: none.
	APIRoutes []string

	// AppRedirects are where mobile apps wait for their session (RFC 8252 §7). Default: none, and
	// no route for apps.
	AppRedirects []string

	// Redis is required. Use redisconn.Open of quartet.example/shared, or a client without retries
	// (MaxRetries: -1): a command that is sent twice would find its code already used. Reads must not
	// go to replicas of Redis (ReadOnly, RouteByLatency, RouteRandomly): a sign-out would not count at
	// once. It is not closed here.
	Redis   redis.UniversalClient
	SealKey Secret // required: tokens are encrypted with it in Redis; at least 32 random characters

	LoginTTL      time.Duration // time for one sign-in; default 10 m
	LoginRate     float64       // sign-ins that one address may start per second, with bursts of ten times that; default 10
	SessionTTL    time.Duration // absolute lifetime of a session; default 8 h
	SessionIdle   time.Duration // lifetime of a session without requests; default 30 m
	RefreshMargin time.Duration // refresh the access token when less than this is left; default 30 s, negative: 0
	Skew          time.Duration // how far the clock of the issuer may differ; default 30 s, negative: 0
	HandoverTTL   time.Duration // time for an app to collect its session; default 1 m
	HSTSMaxAge    time.Duration // Strict-Transport-Security of the answers; default 1 year, negative: no header
	BodyLimit     int64         // largest request body in bytes; default 64 KiB
	LogoutHint    bool          // send the ID token when signing out at the issuer, which then does not ask the user

	CookiePrefix   string        // after __Host-; two applications on one host need different ones (RFC 6265 §8.5); default "bff-"
	CookieSameSite http.SameSite // of the session cookie; default strict, or http.SameSiteLaxMode

	// TrustedProxies are the proxies whose X-Forwarded-For is used. Required, because the TLS
	// proxy must be in it: otherwise all users share the rate limit of its address. NoProxies if
	// there is none.
	TrustedProxies []netip.Prefix

	// Development accepts what is only safe on one machine: http on loopback names, no client
	// authentication, published secrets, no SealKey (a random one then, for this process), and
	// TrustedProxies that are not set. It sends no HSTS, and error pages name the check that refused.
	Development bool
	Inspector   string // address of an inspector that error pages link to; default: none

	HTTP  *http.Client     // for requests to the servers; default: a client with a timeout of 10 s
	Log   *slog.Logger     // default: nothing is logged
	Meter Meter            // measures requests; default: nothing is measured
	Trace *trace.Recorder  // records messages of the routes of this package; default: nothing is recorded
	Now   func() time.Time // default: time.Now
}

// Meter measures the requests to the mounted routes.
type Meter interface {
	// Observe is called for each answered request. route is the registered pattern, "" for none; it
	// is never the path of the request.
	Observe(method, route string, status int, took time.Duration)
	// Refused is called with the id of each check that refused a request, "" for no check.
	Refused(check string)
}

// Provider is an authorization server, and this application as its client.
type Provider struct {
	Name          string   // of one of Others: its redirect URI is PublicURL/callback/{Name}
	Title         string   // for the page where users choose; default: the host of Issuer
	Issuer        string   // required: its issuer identifier; the rest is learned from its metadata (RFC 8414)
	EndpointHosts []string // hosts beside the issuer's that its endpoints may be on, as host:port

	ClientID        string           // required
	ClientSecret    Secret           // for client_secret_basic and client_secret_post
	ClientKey       Secret           // for private_key_jwt: PEM, JWK or JWK Set; its public keys are at /jwks.json
	TokenAuthMethod oauth.AuthMethod // default client_secret_basic
	Scopes          []string         // must have openid; default: openid and profile; for one of Others: those of the first
	Resource        string           // resource of the access tokens (RFC 8707); default APIURL, "none" leaves it out

	IDTokenAlg       string   // id_token_signed_response_alg of this client; default: RS256, or what the issuer lists
	TrustedAudiences []string // audiences that ID and logout tokens may name beside ClientID
	PAR              Pushing  // default PushAuto
	DPoP             bool     // bind tokens to a key of each session (RFC 9449)
}

// Pushing says when authorization requests are pushed (RFC 9126).
type Pushing string

// The values of Pushing.
const (
	PushAuto   Pushing = "auto" // where the issuer requires it
	PushAlways Pushing = "always"
	PushNever  Pushing = "never"
)

const day = 24 * time.Hour

// withDefaults fills the empty fields.
func (c Config) withDefaults() Config {
	c.LoginTTL = cmp.Or(c.LoginTTL, 10*time.Minute)
	c.LoginRate = cmp.Or(c.LoginRate, 10)
	c.SessionTTL = cmp.Or(c.SessionTTL, 8*time.Hour)
	c.SessionIdle = cmp.Or(c.SessionIdle, 30*time.Minute)
	c.RefreshMargin = orNone(c.RefreshMargin, 30*time.Second)
	c.Skew = orNone(c.Skew, 30*time.Second)
	c.HandoverTTL = cmp.Or(c.HandoverTTL, time.Minute)
	c.HSTSMaxAge = orNone(c.HSTSMaxAge, 365*day)
	c.BodyLimit = cmp.Or(c.BodyLimit, 64<<10)
	c.CookiePrefix = cmp.Or(c.CookiePrefix, "bff-")
	c.CookieSameSite = cmp.Or(c.CookieSameSite, http.SameSiteStrictMode)
	c.Provider = c.Provider.withDefaults(Provider{Scopes: []string{"openid", "profile"}, Resource: c.APIURL})
	others := make([]Provider, len(c.Others))
	for i, p := range c.Others {
		others[i] = p.withDefaults(c.Provider)
	}
	c.Others = others
	return c.withTools()
}

// withTools fills the fields that are not settings.
func (c Config) withTools() Config {
	if c.AppName == "" {
		_, c.AppName, _ = strings.Cut(c.PublicURL, "://")
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Now == nil {
		c.Now = time.Now //nolint:forbidigo // the default of the one clock
	}
	if c.HTTP == nil {
		c.HTTP = localnet.HTTPClient(10 * time.Second)
	}
	return c
}

// withDefaults fills the empty fields, some of them as in first.
func (p Provider) withDefaults(first Provider) Provider {
	if len(p.Scopes) == 0 {
		p.Scopes = first.Scopes
	}
	p.Resource = cmp.Or(p.Resource, first.Resource)
	p.TokenAuthMethod = cmp.Or(p.TokenAuthMethod, oauth.ClientSecretBasic)
	p.PAR = cmp.Or(p.PAR, PushAuto)
	return p
}

// orNone is standard for 0, and 0 for a negative value.
func orNone(d, standard time.Duration) time.Duration { return max(cmp.Or(d, standard), 0) }

// providers are all authorization servers, the first one first.
func (c *Config) providers() []Provider { return append([]Provider{c.Provider}, c.Others...) }

// profile is the profile that decides how strictly the settings are validated.
func (c *Config) profile() config.Profile {
	if c.Development {
		return config.Dev
	}
	return config.Production
}

// Limits is the table of settings that have a size. No value in its range turns a check off.
func (c *Config) Limits() config.Limits {
	return config.Limits{
		config.Between("login-ttl", &c.LoginTTL, time.Second, time.Hour, "the time for one sign-in; records of sign-ins that are never finished take memory"),
		config.Between("login-rate", &c.LoginRate, 0.01, 1000, "each login that is started leaves a record in Redis"),
		config.Between("session-ttl", &c.SessionTTL, time.Second, 90*day, "a stolen session cookie must end by itself"),
		config.Between("session-idle", &c.SessionIdle, time.Second, 90*day, "a browser that was left open must be signed out"),
		config.Between("refresh-margin", &c.RefreshMargin, 0, time.Hour, "a token that is refreshed long before it expires is refreshed at every call"),
		config.Between("skew", &c.Skew, 0, 5*time.Minute, "an ID token must not be accepted long after it expired (OIDC Core §3.1.3.7)"),
		config.Between("handover-ttl", &c.HandoverTTL, time.Second, time.Minute, "an app redeems its code at once"),
		config.Between("hsts-max-age", &c.HSTSMaxAge, 0, 2*365*day, "a host that stops using https cannot be reached for that long (RFC 6797 §6.1.1); 0 leaves the header to you or your TLS proxy"),
		config.Between("body-limit", &c.BodyLimit, 1<<10, 32<<20, "the body of a call is kept in memory until it is answered, and a logout token needs some kilobytes"),
	}
}
