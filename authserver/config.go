package authserver

import (
	"log/slog"
	"time"

	"quartet.example/shared/config"
)

// Config holds all settings of the authorization server. AccessTokenTTL, for example, is the flag
// --access-token-ttl and the variable AUTHSERVER_ACCESS_TOKEN_TTL; `authserver --help` lists all of
// them.
type Config struct {
	Profile      config.Profile `default:"dev" enum:"dev,production" env:"PROFILE" help:"dev, or production, which refuses every default that is only safe on a laptop"`
	Listen       string         `default:"localhost:" help:"address to listen on; without a port, that of an http issuer, else 9000; :9000 is every address of this machine"`
	AdminListen  string         `default:"" help:"loopback address for metrics and pprof, empty for none"`
	Issuer       string         `dev:"http://auth.localhost:9000" env:"ISSUER" help:"issuer identifier (RFC 8414 §2)"`
	RedisURL     config.Secret  `default:"" env:"REDIS_URL" help:"redis://, rediss://, redis+sentinel://, redis+cluster://; empty for the embedded one"`
	SealKey      config.Secret  `default:"" help:"secret with which signing keys are encrypted in Redis, a value or @file; may be empty only with the embedded Redis"`
	Seed         string         `default:"" env:"SEED" help:"users, clients and resources: the path of a YAML or JSON file, or its content; empty for the built-in demo"`
	LogFormat    string         `default:"auto" enum:"auto,text,json" help:"auto is text in a terminal"`
	LogLevel     string         `default:"info" enum:"debug,info,warn,error" help:"minimum level that is logged"`
	TraceKey     config.Secret  `default:"" env:"TRACE_KEY" help:"key for the fingerprints of the dev profile's recorder, the same for all services, a value or @file; empty: a random one for this process"`
	InspectorURL string         `dev:"http://inspect.localhost:9002" help:"inspector that pages link to in the dev profile"`

	// For tests that compare responses with a golden file (shared/repeatable).
	RandomSeed config.Secret `default:"" env:"RANDOM_SEED" help:"any text: ids, secrets and signing keys follow from it, and are the same in every run; in the dev profile with the embedded Redis only; empty: random"`
	Clock      string        `default:"" env:"CLOCK" help:"time at which the clock stands still until the control API moves it, such as 2030-01-01T00:00:00Z (RFC 3339); in the dev profile only; empty: the system clock"`

	ClientSecrets config.Secrets `help:"secrets that replace those of the seed: client=value or client=@file, separated by semicolons"`

	CodeTTL         time.Duration `default:"60s" help:"lifetime of an authorization code (RFC 6749 §4.1.2)"`
	AccessTokenTTL  time.Duration `default:"5m" help:"lifetime of an access token"`
	IDTokenTTL      time.Duration `default:"5m" help:"lifetime of an ID token"`
	GrantTTL        time.Duration `default:"24h" help:"absolute lifetime of a grant and its refresh tokens, fixed at sign-in; it ends with the session at the latest"`
	OfflineGrantTTL time.Duration `default:"720h" help:"absolute lifetime of a grant with offline_access"`
	RefreshGrace    time.Duration `default:"10s" help:"how long the previous refresh token still gets the same successor; 0: it is never accepted"`
	TransactionTTL  time.Duration `default:"10m" help:"time a user has for sign-in and consent"`
	SessionTTL      time.Duration `default:"12h" help:"absolute lifetime of a signed-in session"`
	SessionIdle     time.Duration `default:"2h" help:"idle lifetime of a signed-in session, and of refresh tokens without offline_access"`
	ConsentTTL      time.Duration `default:"8760h" help:"how long a consent is remembered"`

	LoginAttempts        int           `default:"10" help:"wrong passwords for one account from one address, or from one browser that signed in to it before, until further ones must wait"`
	LoginAccountAttempts int           `default:"100" help:"wrong passwords for one account from all addresses together, until further ones must wait; browsers that signed in to the account before are not counted and need not wait"`
	KnownBrowserTTL      time.Duration `default:"2160h" help:"how long after its last sign-in a browser counts as known to the account"`
	LoginWindow          time.Duration `default:"5m" help:"time after which a throttled sign-in may be tried again"`
	HashMemory           int           `default:"4" help:"memory for password checks, in units of 19 MiB, which is what one check takes; as many checks run at once, but no more than there are processors; a hash with other argon2id parameters takes the memory that it names"`

	Tenants int `default:"0" dev:"200" help:"how many further issuers, http://auth.localhost:9000/NAME, the server keeps in memory, each made on first use from the same settings; beyond it the longest unused one ends; 0: none; the dev profile only"`

	// Requests to documents and endpoints of clients, and client authentication (internal/fetch,
	// internal/assertion).
	FetchAllow []string `sep:"," help:"host:port of clients on this machine or network: documents of clients may be fetched from there although the address is private, and over http"`

	AssertionTTL   time.Duration `default:"5m" help:"how far ahead exp of a client assertion may lie (RFC 7523 §3)"`
	AssertionSkew  time.Duration `default:"10s" help:"how far the clock of a client that signs may differ from ours"`
	ClientAttempts int           `default:"30" help:"wrong secrets for one client from one address within client-window, until further ones must wait"`
	ClientWindow   time.Duration `default:"1m" help:"the window of client-attempts, and the longest wait"`

	// The device authorization grant (internal/device).
	DeviceCodeTTL  time.Duration `default:"10m" help:"lifetime of a device code and its user code (RFC 8628 §3.2)"`
	DeviceInterval time.Duration `default:"5s" help:"time that a device waits between two polls (RFC 8628 §3.5)"`
	DeviceAttempts int           `default:"10" help:"wrong user codes of one account before it is throttled, and of one address ten times as many (RFC 8628 §5.1)"`
	DeviceWindow   time.Duration `default:"5m" help:"time after which user codes are accepted again"`

	// Pushed requests and proofs of possession (internal/par, internal/dpop).
	PARTTL     time.Duration `name:"par-ttl" default:"60s" help:"lifetime of the URI of a pushed authorization request (RFC 9126 §2.2)"`
	RequirePAR bool          `name:"require-par" default:"false" help:"accept authorization requests only if they were pushed (RFC 9126 §5)"`
	DPoPWindow time.Duration `name:"dpop-window" default:"30s" help:"how far the time of a DPoP proof may be off, either way (RFC 9449 §11.1)"`
	DPoPNonce  string        `name:"dpop-nonce" default:"off" enum:"off,required" help:"required: DPoP proofs must hold a nonce of this server (RFC 9449 §8)"`

	// Keys and sign-in protection.
	KeyRotation          time.Duration `default:"2160h" help:"how long a signing key is used before the next one (OIDC Core §10.1.1); 0: until an operator rotates it"`
	KeyOverlap           time.Duration `default:"2h" help:"how long a replaced key still verifies: at least the longest lifetime of a token plus 10m"`
	LoginAddressAttempts int           `default:"300" help:"wrong passwords from one address (IPv6: one /64) per login-window, for all accounts together; right ones do not count"`
	StartRate            int           `default:"6000" help:"records of up to 1 KiB that unauthenticated requests from one address may make the server store per minute: authorization, pushed, device and sign-out requests, codes, DPoP proofs; a larger record counts as several; in the dev profile 0 means the maximum"`

	// Notification of clients when a session ends (internal/backchannel).
	LogoutPatience time.Duration `default:"2s" help:"how long the sign-out page waits at most until the applications are notified; the rest continues in the background"`

	// The feed of revoked tokens for resource servers (internal/securityevents).
	EventPollWait time.Duration `default:"20s" help:"how long a poll for revoked tokens waits for an event (RFC 8936 §2.2)"`

	// The control API for tests (internal/control/api), in the dev profile only.
	ControlToken config.Secret `default:"" env:"CONTROL_TOKEN" help:"bearer token with which programs on other machines may use the control API, a value or @file; empty: only programs on this machine; the dev profile only"`

	// The TLS proxy in front of a production server.
	CookiePrefix   string         `default:"quartet-authserver-" help:"prefix of the names of our cookies, after __Host-; servers on one host need different ones, because browsers send cookies to all ports of a host (RFC 6265 §8.5)"`
	TrustedProxies config.Proxies `help:"proxies whose X-Forwarded-For is trusted: prefixes, or none; must be set in production"`
	HSTSMaxAge     time.Duration  `name:"hsts-max-age" default:"8760h" help:"for how long browsers must use https for this host (RFC 6797 §6.1.1), in production; 0 leaves the header to the proxy"`

	isTenant bool // the issuer is a tenant of another server (internal/tenants)
}

// LogValue returns the settings for slog, without secrets: also without a seed that is content, which
// may hold passwords.
func (c Config) LogValue() slog.Value {
	type settings Config // has no LogValue
	c.Seed = config.Document(c.Seed).String()
	return slog.AnyValue(settings(c))
}
