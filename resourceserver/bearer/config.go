package bearer

import (
	"log/slog"
	"net/http"
	"time"

	"quartet.example/shared/jose"
)

// Config contains the settings of a Validator. Resource and either Issuer or Issuers are required.
// Every other field has a safe default.
type Config struct {
	Issuer   string   // issuer identifier, compared octet by octet (RFC 8414 §2)
	JWKSURI  string   // URL of the JWK Set of Issuer; "": found by discovery
	Issuers  []Issuer // further issuers, in addition to Issuer or instead of it
	Resource string   // resource identifier of this API, which aud must contain (RFC 9068 §4)

	Algorithms  []string      // accepted algorithms, a subset of Algorithms(); nil: all except ES384 and RS512
	ClockSkew   time.Duration // tolerance for exp, nbf and iat, at most 60 s; 0: 30 s, negative: none
	Realm       string        // realm of the challenge; "": left out
	MetadataURL string        // resource_metadata of the challenge (RFC 9728 §5.1); "": left out

	DPoP *DPoP // verifies DPoP proofs (RFC 9449); nil: tokens that are bound to a key are refused

	Introspection Verifier   // verifies tokens that are not JWTs; nil: they are refused
	IntrospectAll bool       // Introspection also verifies JWTs, and no keys are fetched
	Revocation    Revocation // called for every token that is otherwise valid; nil: tokens are valid until they expire

	KeyRefresh time.Duration // interval between fetches of the keys, at most a day; 0: 5 min
	CacheSize  int           // maximum number of cached tokens; 0: 10 000, negative: no cache

	// Explain extends the error_description of a refusal: it gets the id of the check and the
	// description. It is for development, and must not add secrets. nil: descriptions are not extended.
	Explain func(check, description string) string

	HTTP *http.Client     // used to fetch metadata and keys; nil: a default client
	Log  *slog.Logger     // nil: no log
	Now  func() time.Time // nil: the system clock
}

// Issuer is an authorization server whose tokens are accepted. Its tokens are verified with its own
// keys only, never with those of another issuer (RFC 9068 §4, RFC 8725 §3.8).
type Issuer struct {
	URL        string   // issuer identifier, compared octet by octet
	JWKSURI    string   // URL of its JWK Set; "": found by discovery
	Algorithms []string // accepted algorithms; nil: those of Config
}

// MaxClockSkew is the maximum of Config.ClockSkew.
const MaxClockSkew = time.Minute

const (
	defaultSkew    = 30 * time.Second
	defaultRefresh = 5 * time.Minute
	maxRefresh     = 24 * time.Hour
	defaultCache   = 10_000
)

// Algorithms returns the algorithms that can be accepted: only asymmetric ones (RFC 9068 §4).
func Algorithms() []string { return append(defaultAlgorithms(), "ES384", "RS512") }

// defaultAlgorithms returns the algorithms that are accepted if Config names none.
func defaultAlgorithms() []string {
	return []string{"ES256", "RS256", "PS256", "EdDSA", jose.Ed25519}
}

// withDefaults replaces zero values by the defaults, and collects all issuers in Issuers.
func (c Config) withDefaults() Config {
	if c.Algorithms == nil {
		c.Algorithms = defaultAlgorithms()
	}
	c.Issuers = c.allIssuers()
	switch {
	case c.ClockSkew == 0:
		c.ClockSkew = defaultSkew
	case c.ClockSkew < 0:
		c.ClockSkew = 0
	}
	if c.KeyRefresh == 0 {
		c.KeyRefresh = defaultRefresh
	}
	if c.CacheSize == 0 {
		c.CacheSize = defaultCache
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Now == nil {
		c.Now = time.Now //nolint:forbidigo // this package cannot require a clock from its callers
	}
	if c.DPoP != nil {
		c.DPoP = c.DPoP.withDefaults(c)
	}
	c.HTTP = bounded(c.HTTP)
	return c
}

func (c Config) allIssuers() []Issuer {
	var all []Issuer
	if c.Issuer != "" {
		all = append(all, Issuer{URL: c.Issuer, JWKSURI: c.JWKSURI})
	}
	all = append(all, c.Issuers...)
	for i := range all {
		if all[i].Algorithms == nil {
			all[i].Algorithms = c.Algorithms
		}
	}
	return all
}
