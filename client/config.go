package client

import (
	"errors"
	"time"

	"quartet.example/client/bff"
	"quartet.example/shared/config"
	"quartet.example/shared/config/flags"
	"quartet.example/shared/oauth"
)

// Config is every setting of the client: --issuer or CLIENT_ISSUER; `client
// --help` is the reference.
type Config struct {
	Profile      config.Profile `default:"dev" enum:"dev,production" env:"PROFILE" help:"dev, or production, which refuses every default that is only safe on a laptop"`
	Listen       string         `default:"localhost:8080" help:"address to listen on; :8080 is every address of this machine"`
	AdminListen  string         `default:"" help:"loopback address for metrics and pprof, empty for none"`
	PublicURL    string         `dev:"http://app.localhost:8080" help:"where browsers find us; /callback and / under it are registered at the issuer"`
	RedisURL     config.Secret  `default:"" env:"REDIS_URL" help:"redis://, rediss://, redis+sentinel://, redis+cluster://; empty for the embedded one"`
	SealKey      config.Secret  `default:"" help:"secret with which tokens are encrypted in Redis, a value or @file; may be empty only with the embedded Redis"`
	LogFormat    string         `default:"auto" enum:"auto,text,json" help:"auto is text in a terminal"`
	LogLevel     string         `default:"info" enum:"debug,info,warn,error" help:"minimum level that is logged"`
	TraceKey     config.Secret  `default:"" env:"TRACE_KEY" help:"key for the fingerprints of the dev profile's recorder, the same for all services, a value or @file; empty: a random one for this process"`
	InspectorURL string         `dev:"http://inspect.localhost:9002" help:"inspector that pages link to in the dev profile, empty for none"`

	Issuer          string           `dev:"http://auth.localhost:9000" env:"ISSUER" help:"issuer identifier of the authorization server; the rest comes from its metadata"`
	EndpointHosts   []string         `help:"hosts beside the issuer's that its endpoints may be on, as host:port"`
	ClientID        string           `dev:"notes" help:"our client_id at the issuer"`
	ClientSecret    config.Secret    `dev:"notes-dev-secret-not-for-production" help:"our client_secret, a value or @file"`
	TokenAuthMethod oauth.AuthMethod `default:"client_secret_basic" enum:"client_secret_basic,client_secret_post,private_key_jwt,none" help:"how we authenticate to the issuer (RFC 7591 §2)"`
	Scopes          []string         `default:"openid,profile" dev:"openid,profile,notes:read,notes:write" help:"what we ask for"`
	Resource        string           `default:"" help:"resource that access tokens are for (RFC 8707); empty is api-url, none leaves it out"`

	IDTokenAlg       string   `name:"id-token-alg" default:"" dev:"ES256" enum:",RS256,RS384,RS512,PS256,PS384,PS512,ES256,ES384,ES512,EdDSA" help:"algorithm of ID and logout tokens for this client, its id_token_signed_response_alg (OIDC Registration §2); empty: RS256, or if the issuer does not list RS256, any algorithm that it lists and this client allows"`
	TrustedAudiences []string `help:"audiences that ID and logout tokens may name beside our client_id (OIDC Core §3.1.3.7)"`

	ClientKey config.Secret `default:"" help:"private key for private_key_jwt in PEM, JWK or JWK Set (the first signs), a value or @file; public halves are at /jwks.json"`
	PAR       bff.Pushing   `name:"par" default:"auto" enum:"auto,always,never" help:"push authorization requests (RFC 9126); auto: where the issuer requires it"`
	DPoP      bool          `name:"dpop" default:"false" help:"bind tokens to a key of each session (RFC 9449)"`
	Providers config.Secret `default:"" help:"further authorization servers that users may choose: YAML or @file, see docs/backend-for-frontend.md"`

	APIURL    string   `name:"api-url" dev:"http://api.localhost:9001" help:"resource server behind /api/"`
	APIRoutes []string `name:"api-routes" dev:"GET /notes,POST /notes,GET /notes/*,DELETE /notes/*,GET /whoami" help:"methods and paths that /api/ passes on; * is one segment, ** at the end one or more"`

	LoginTTL      time.Duration `default:"10m" help:"time a user has to come back from the issuer"`
	LoginRate     float64       `default:"10" help:"logins that one address may start per second; bursts of ten times that"`
	BodyLimit     int64         `default:"65536" help:"largest request body in bytes"`
	SessionTTL    time.Duration `default:"8h" help:"absolute lifetime of a session"`
	SessionIdle   time.Duration `default:"30m" help:"idle lifetime of a session"`
	RefreshMargin time.Duration `default:"30s" help:"refresh when the access token has less than this left"`
	Skew          time.Duration `default:"30s" help:"how far the issuer's clock may differ"`
	LogoutHint    bool          `default:"false" name:"logout-id-token-hint" help:"sign out at the issuer without asking the user; the ID token is then sent through the browser"`

	CookiePrefix   string `default:"quartet-client-" help:"prefix of the names of our cookies, after __Host-; programs on one host need different ones, because browsers send cookies to all ports of a host (RFC 6265 §8.5)"`
	CookieSameSite string `default:"strict" enum:"strict,lax" help:"SameSite of the session cookie: browsers do not send a strict cookie when another site leads here; the page then reloads itself to get it"`

	HandoverTTL  time.Duration `default:"1m" help:"time an app has to collect its session, at most 1m"`
	AppRedirects []string      `name:"app-redirects" help:"redirect URIs of mobile apps (RFC 8252 §7): https://..., com.example.app:/..., http://127.0.0.1/... at any port; empty: those of client/cmd/app in dev, none in production"`

	TrustedProxies config.Proxies `help:"proxies whose X-Forwarded-For is trusted: prefixes, or none; must be set in production"`
	HSTSMaxAge     time.Duration  `name:"hsts-max-age" default:"8760h" help:"for how long browsers must use https for this host (RFC 6797 §6.1.1), in production; 0 leaves the header to the proxy"`
}

// Validate returns every problem at once, or nil. Its errors contain no secret.
func (c *Config) Validate() error {
	settings, err := c.backend()
	return errors.Join(flags.Choices(c), c.Limits().Validate(), err, settings.Validate(), c.validateOwn(), c.Service().Validate())
}

// validateOwn applies the rules of this service to settings that the package bff fills with its
// defaults.
func (c *Config) validateOwn() error {
	errs := []error{config.CookiePrefix(c.CookiePrefix)}
	if c.TokenAuthMethod == "" {
		errs = append(errs, errors.New("token-auth-method: is missing"))
	}
	if len(c.Scopes) == 0 {
		errs = append(errs, errors.New("scopes: openid is needed"))
	}
	if !c.RedisURL.IsZero() && c.SealKey.IsZero() {
		errs = append(errs, errors.New("seal-key: needed with a Redis of your own: a key that is forgotten at a restart ends every session"))
	}
	return errors.Join(errs...)
}

// Limits is the table of the package bff, for the fields of the same names.
func (c *Config) Limits() config.Limits {
	var settings bff.Config
	return settings.Limits().Of(&settings, c)
}

func (c *Config) dev() bool { return c.Profile == config.Dev }
