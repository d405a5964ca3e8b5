package resourceserver

import (
	"errors"
	"time"

	"quartet.example/shared/config"
)

// Config is every setting of the resource server: --issuer or
// RESOURCESERVER_ISSUER; `resourceserver --help` is the reference.
type Config struct {
	Profile     config.Profile `default:"dev" enum:"dev,production" env:"PROFILE" help:"dev, or production, which refuses every default that is only safe on a laptop"`
	Listen      string         `default:"localhost:9001" help:"address to listen on; :9001 is every address of this machine"`
	AdminListen string         `default:"" help:"loopback address for metrics and pprof, empty for none"`
	RedisURL    config.Secret  `default:"" env:"REDIS_URL" help:"redis://, rediss://, redis+sentinel://, redis+cluster://; empty for the embedded one"`
	LogFormat   string         `default:"auto" enum:"auto,text,json" help:"auto is text in a terminal"`
	LogLevel    string         `default:"info" enum:"debug,info,warn,error" help:"minimum level that is logged"`
	TraceKey    config.Secret  `default:"" env:"TRACE_KEY" help:"key for the fingerprints of the dev profile's recorder, the same for all services, a value or @file; empty: a random one for this process"`

	Resource             string        `dev:"http://api.localhost:9001" help:"our resource identifier (RFC 8707 §2): access tokens must name it in aud"`
	Issuer               string        `dev:"http://auth.localhost:9000" env:"ISSUER" help:"issuer whose access tokens are accepted"`
	AuthorizationServers []string      `help:"issuers that our metadata names (RFC 9728 §2); empty for the issuer"`
	JWKSURI              string        `name:"jwks-uri" default:"" help:"the issuer's keys; empty finds them by discovery (RFC 8414)"`
	Algorithms           []string      `default:"ES256,RS256,PS256,EdDSA,Ed25519" help:"signature algorithms of access tokens, asymmetric ones only (RFC 8725 §3.2); ES384 and RS512 may be added"`
	ClockSkew            time.Duration `default:"30s" help:"how far the issuer's clock may differ, at most 1m"`
	KeyRefresh           time.Duration `default:"5m" help:"how often the issuer's keys are fetched: a withdrawn key is accepted at most that long"`
	SeenTokens           int           `default:"10000" help:"verified tokens that are remembered, so that a signature is checked once; -1 for none"`

	OtherIssuers []string      `help:"further issuers whose access tokens are accepted, each judged by its own keys; their metadata says where these are"`
	PublicURL    string        `default:"" help:"base URL of our paths as clients see it, which DPoP proofs name (RFC 9449 §4.3); empty for the origin of the resource"`
	DPoPRequired bool          `name:"dpop-required" help:"accept only tokens that are bound to a key, no bearer tokens (RFC 9449)"`
	DPoPWindow   time.Duration `name:"dpop-window" default:"30s" help:"how far the time of a DPoP proof may be off, either way (RFC 9449 §11.1)"`
	DPoPNonceKey config.Secret `name:"dpop-nonce-key" default:"" help:"32 bytes or more that all replicas share: DPoP proofs must then hold a nonce of ours (RFC 9449 §9); empty asks for none"`
	DeleteMaxAge time.Duration `default:"0s" help:"to delete a note, a user must have signed in at most this long ago (RFC 9470); 0s: no limit"`

	// How revoked tokens are recognised (docs/revocation.md).
	Revocation          string        `default:"" enum:",none,introspection,feed" help:"empty or none: a token is valid until it expires; introspection: ask the authorization server (RFC 7662); feed: poll it for revoked tokens (RFC 8936). In quartet up, empty means feed"`
	ClientID            string        `dev:"notes-api" help:"our own client_id at the authorization server, for introspection and feed"`
	ClientSecret        config.Secret `dev:"notes-api-dev-secret-not-for-production" help:"our own secret there, a value or @file"`
	IntrospectionCache  time.Duration `default:"5s" help:"how long an answer is cached: a revoked token may be accepted that long; 0s asks for each request"`
	IntrospectionSigned bool          `help:"ask for signed answers, and accept no others (RFC 9701)"`
	FeedSilence         time.Duration `default:"1m" help:"how long the feed may give no answer; longer than event-poll-wait of the authorization server, 20s"`
	FeedSilent          string        `default:"accept" enum:"accept,refuse" help:"what to do when the feed gives no answer for feed-silence: accept tokens until they expire, as without a feed, or refuse them with 503"`

	NoteRetention time.Duration `default:"2160h" help:"how long the notes of a user are kept after the last one was added or changed"`

	TrustedProxies config.Proxies `help:"proxies whose X-Forwarded-For is trusted: prefixes, or none; must be set in production"`
	HSTSMaxAge     time.Duration  `name:"hsts-max-age" default:"8760h" help:"for how long browsers must use https for this host (RFC 6797 §6.1.1), in production; 0 leaves the header to the proxy"`
}

// Validate returns every problem at once, or nil: those of the server and, what
// only the command uses, those of listener and Redis. Its errors hold no secret.
func (c *Config) Validate() error { return errors.Join(c.validate(), c.Service().Validate()) }
