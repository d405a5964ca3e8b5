package authservertest

import (
	"log/slog"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/redis/go-redis/v9"

	"quartet.example/authserver"
)

// Option changes the server of a test.
type Option func(*plan)

// plan is what Start builds.
type plan struct {
	users     []User
	clients   []Client
	resources []Resource
	log       *slog.Logger
	redis     redis.UniversalClient
	metrics   *prometheus.Registry
	configure []func(*authserver.Config)
}

// User is somebody who can sign in.
type User struct {
	Subject  string         `yaml:"sub"`
	Username string         `yaml:"username"`
	Password string         `yaml:"password"`
	Claims   map[string]any `yaml:"claims,omitempty"` // OIDC Core §5.1
}

// Client is a registered client. What is empty has the default of RFC 7591 §2;
// a client without a secret is public.
type Client struct {
	ID                     string   `yaml:"client_id"`
	Secret                 string   `yaml:"client_secret,omitempty"`
	Name                   string   `yaml:"client_name,omitempty"`
	AuthMethod             string   `yaml:"token_endpoint_auth_method,omitempty"`
	ApplicationType        string   `yaml:"application_type,omitempty"`
	GrantTypes             []string `yaml:"grant_types,omitempty"`
	RedirectURIs           []string `yaml:"redirect_uris,omitempty"`
	PostLogoutRedirectURIs []string `yaml:"post_logout_redirect_uris,omitempty"`
	Scope                  string   `yaml:"scope,omitempty"`
	IDTokenAlg             string   `yaml:"id_token_signed_response_alg,omitempty"`
	UserinfoAlg            string   `yaml:"userinfo_signed_response_alg,omitempty"`
	IntrospectionAlg       string   `yaml:"introspection_signed_response_alg,omitempty"`
	BackchannelLogoutURI   string   `yaml:"backchannel_logout_uri,omitempty"` // on this machine it needs Config.FetchAllow
	PKCE                   string   `yaml:"pkce,omitempty"`                   // "optional" for a client that cannot
	Resource               string   `yaml:"resource,omitempty"`
	DPoPBound              bool     `yaml:"dpop_bound_access_tokens,omitempty"`
	PARRequired            bool     `yaml:"require_pushed_authorization_requests,omitempty"`

	JWKS         any    `yaml:"jwks,omitempty"` // a JWK Set, in maps and lists
	JWKSURI      string `yaml:"jwks_uri,omitempty"`
	AssertionAlg string `yaml:"token_endpoint_auth_signing_alg,omitempty"`
	AssertionAud string `yaml:"assertion_audience,omitempty"` // "string" for FAPI 2.0, "token_endpoint" for a client that names that

	ExchangeClients   []string `yaml:"exchange_clients,omitempty"` // whose access tokens it may exchange (RFC 8693)
	ExchangeResources []string `yaml:"exchange_resources,omitempty"`
}

// Resource is a protected resource and its scopes, in words.
type Resource struct {
	ID     string            `yaml:"resource"`
	Name   string            `yaml:"name,omitempty"`
	Scopes map[string]string `yaml:"scopes"`
}

// WithUser adds a user; one of the built-in seed with the same username goes.
func WithUser(u User) Option { return func(p *plan) { p.users = append(p.users, u) } }

// WithClient adds a client; one of the built-in seed with the same id goes.
func WithClient(c Client) Option {
	if c.Secret == "" && c.AuthMethod == "" {
		c.AuthMethod = "none"
	}
	return func(p *plan) { p.clients = append(p.clients, c) }
}

// WithResource adds a resource; one of the built-in seed with the same id goes.
func WithResource(r Resource) Option { return func(p *plan) { p.resources = append(p.resources, r) } }

// WithAccessTokenTTL sets the lifetime of access tokens.
func WithAccessTokenTTL(d time.Duration) Option {
	return WithConfig(func(cfg *authserver.Config) { cfg.AccessTokenTTL = d })
}

// WithConfig changes any setting. The issuer is set already; with a path added
// to it, endpoints live below that path.
func WithConfig(change func(*authserver.Config)) Option {
	return func(p *plan) { p.configure = append(p.configure, change) }
}

// WithRedis keeps the state in this Redis instead of one of its own: to look at
// it, to take it away, or to share it between two servers, which then need the
// same SealKey and Issuer.
func WithRedis(client redis.UniversalClient) Option { return func(p *plan) { p.redis = client } }

// WithLog lets the server log; it is silent otherwise.
func WithLog(log *slog.Logger) Option { return func(p *plan) { p.log = log } }

// WithMetrics registers the metrics of the server there; it measures nothing otherwise.
func WithMetrics(registry *prometheus.Registry) Option { return func(p *plan) { p.metrics = registry } }
