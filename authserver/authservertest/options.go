package authservertest

import (
	"log/slog"
	"maps"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/redis/go-redis/v9"

	"quartet.example/authserver"
)

// Option changes the settings of the server.
type Option func(*plan)

// plan collects the options of Start.
type plan struct {
	users     []User
	clients   []Client
	resources []Resource
	scopes    []Scope
	claims    map[string]map[string]any // by username
	seed      string                    // path of a seed file
	log       *slog.Logger
	redis     redis.UniversalClient
	metrics   *prometheus.Registry
	now       func() time.Time
	random    string // seed of the random numbers; "": those of the operating system
	configure []func(*authserver.Config)
}

// User is a user who can sign in.
type User struct {
	Subject  string         `yaml:"sub"` // "": the same as Username
	Username string         `yaml:"username"`
	Password string         `yaml:"password,omitempty"` // "": the user cannot use the sign-in page; Server.SignIn needs no password
	Claims   map[string]any `yaml:"claims,omitempty"`   // standard claims (OIDC Core §5.1) and others
	Disabled bool           `yaml:"disabled,omitempty"`
}

// Client is a registered client. Empty fields have the defaults of RFC 7591 §2. A client without a
// secret is public.
type Client struct {
	ID                     string   `yaml:"client_id"`
	Secret                 string   `yaml:"client_secret,omitempty"`
	Name                   string   `yaml:"client_name,omitempty"`
	AuthMethod             string   `yaml:"token_endpoint_auth_method,omitempty"`
	ApplicationType        string   `yaml:"application_type,omitempty"`
	GrantTypes             []string `yaml:"grant_types,omitempty"`
	RedirectURIs           []string `yaml:"redirect_uris,omitempty"`
	PostLogoutRedirectURIs []string `yaml:"post_logout_redirect_uris,omitempty"`
	LoopbackPorts          string   `yaml:"loopback_ports,omitempty"` // "any": the port of a loopback redirect URI does not count
	Scope                  string   `yaml:"scope,omitempty"`
	IDTokenAlg             string   `yaml:"id_token_signed_response_alg,omitempty"`
	UserinfoAlg            string   `yaml:"userinfo_signed_response_alg,omitempty"`
	IntrospectionAlg       string   `yaml:"introspection_signed_response_alg,omitempty"`
	BackchannelLogoutURI   string   `yaml:"backchannel_logout_uri,omitempty"` // an address on this machine must be in Config.FetchAllow
	PKCE                   string   `yaml:"pkce,omitempty"`                   // "optional" for a client without PKCE
	Resource               string   `yaml:"resource,omitempty"`
	DPoPBound              bool     `yaml:"dpop_bound_access_tokens,omitempty"`
	PARRequired            bool     `yaml:"require_pushed_authorization_requests,omitempty"`

	JWKS         any    `yaml:"jwks,omitempty"` // a JWK Set as maps and lists
	JWKSURI      string `yaml:"jwks_uri,omitempty"`
	AssertionAlg string `yaml:"token_endpoint_auth_signing_alg,omitempty"`
	AssertionAud string `yaml:"assertion_audience,omitempty"` // "string" for FAPI 2.0, "token_endpoint" for a client that uses that URL as audience

	ExchangeClients   []string `yaml:"exchange_clients,omitempty"` // clients whose access tokens this client may exchange (RFC 8693)
	ExchangeResources []string `yaml:"exchange_resources,omitempty"`
}

// Resource is a protected resource, and its scopes with their descriptions.
type Resource struct {
	ID     string            `yaml:"resource"`
	Name   string            `yaml:"name,omitempty"`
	Scopes map[string]string `yaml:"scopes"`
}

// Scope is a scope about the user, besides those of OpenID Connect, and the claims that it releases.
type Scope struct {
	Name        string   `yaml:"-"`                     // a scope token (RFC 6749 §3.3), such as groups
	Description string   `yaml:"description,omitempty"` // for the consent page; "" for a scope of OpenID Connect, such as profile
	Claims      []string `yaml:"claims,omitempty"`
	In          []string `yaml:"in,omitempty"` // id_token, userinfo (the default), access_token
}

// WithScope adds a scope. It replaces a scope of the built-in seed with the same name. A client needs
// it in its Scope to request it.
func WithScope(s Scope) Option { return func(p *plan) { p.scopes = append(p.scopes, s) } }

// WithUser adds a user. It replaces a user of the built-in seed with the same username.
func WithUser(u User) Option { return func(p *plan) { p.users = append(p.users, u) } }

// WithClient adds a client. It replaces a client of the built-in seed with the same id.
func WithClient(c Client) Option { return func(p *plan) { p.clients = append(p.clients, c) } }

// WithResource adds a resource. It replaces a resource of the built-in seed with the same id.
func WithResource(r Resource) Option { return func(p *plan) { p.resources = append(p.resources, r) } }

// WithClaims adds claims to a user, or replaces those of the same name: standard ones (OIDC Core §5.1) and
// any others, such as groups.
func WithClaims(username string, claims map[string]any) Option {
	return func(p *plan) {
		if p.claims == nil {
			p.claims = make(map[string]map[string]any)
		}
		if p.claims[username] == nil {
			p.claims[username] = make(map[string]any)
		}
		maps.Copy(p.claims[username], claims)
	}
}

// WithSeed uses the users, clients and resources of a seed file instead of the built-in ones. The other
// options add to them.
func WithSeed(file string) Option { return func(p *plan) { p.seed = file } }

// WithAccessTokenTTL sets the lifetime of access tokens.
func WithAccessTokenTTL(d time.Duration) Option {
	return WithConfig(func(cfg *authserver.Config) { cfg.AccessTokenTTL = d })
}

// WithConfig changes any setting. The issuer is already set. If a path is added to it, the
// endpoints are below that path.
func WithConfig(change func(*authserver.Config)) Option {
	return func(p *plan) { p.configure = append(p.configure, change) }
}

// WithRedis uses this Redis instead of a new one: to inspect it, to make it unavailable, or to
// share it between two servers, which then need the same SealKey and Issuer.
func WithRedis(client redis.UniversalClient) Option { return func(p *plan) { p.redis = client } }

// WithClock makes the clock of the server stand still at a time, until Advance moves it. Without it the
// clock is that of the machine.
func WithClock(at time.Time) Option {
	return func(p *plan) { p.now = func() time.Time { return at } }
}

// WithRandomSeed makes codes, tokens, ids and new signing keys follow from the seed, which is any text, so
// that they are the same in every run if the requests are the same, one after the other. Tokens contain
// the time and the issuer: add WithClock, and WithConfig for an Issuer that does not depend on the port.
//
// It changes crypto/rand of the whole process until the test ends. So it panics in a parallel test, and
// belongs before everything in the test that draws random numbers.
func WithRandomSeed(seed string) Option { return func(p *plan) { p.random = seed } }

// WithLog sets the log of the server. Without it nothing is logged.
func WithLog(log *slog.Logger) Option { return func(p *plan) { p.log = log } }

// WithMetrics registers the metrics of the server. Without it nothing is measured.
func WithMetrics(registry *prometheus.Registry) Option { return func(p *plan) { p.metrics = registry } }
