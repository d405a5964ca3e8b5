package bearer

import (
	"log/slog"
	"net/http"
	"time"

	"quartet.example/shared/jwa"
)

// Config says whose tokens are accepted, and for what. Issuer and Resource are
// required; the zero value of everything else is sensible.
type Config struct {
	Issuer   string   // issuer identifier, compared octet by octet (RFC 8414 §2)
	JWKSURI  string   // where its keys are, if it has no metadata; "" finds them by discovery
	Issuers  []Issuer // instead of Issuer, or beside it: several of them
	Resource string   // own identifier, which aud must hold (RFC 9068 §4)

	Algorithms  []string      // some of Algorithms(); nil means all but ES384 and RS512
	ClockSkew   time.Duration // for exp, nbf and iat: 0 means 30 s, negative none, at most 60 s
	Realm       string        // of the challenge; "" leaves it out
	MetadataURL string        // resource_metadata of the challenge (RFC 9728 §5.1); "" leaves it out

	DPoP *DPoP // proofs of possession (RFC 9449); nil refuses tokens that are bound to a key

	Introspection Verifier   // for tokens that are no JWTs; nil refuses them
	IntrospectAll bool       // Introspection verifies JWTs too, and no keys are fetched
	Revocation    Revocation // asked about every token that is valid otherwise; nil: valid until it expires

	KeyRefresh time.Duration // how often keys are fetched anyway; 0 means 5 min, at most a day
	CacheSize  int           // verified tokens that are remembered; 0 means 10 000, negative none

	HTTP *http.Client     // for metadata and keys; nil means one of our own
	Log  *slog.Logger     // nil: nothing is logged
	Now  func() time.Time // nil: the system clock
}

// Issuer is an authorization server whose tokens are accepted. Its tokens are
// judged by its keys, and by those of no other (RFC 9068 §4, RFC 8725 §3.8).
type Issuer struct {
	URL        string   // issuer identifier, compared octet by octet
	JWKSURI    string   // where its keys are; "" finds them by discovery
	Algorithms []string // nil means those of the Config
}

// MaxClockSkew is how far the clock of an issuer may differ at most.
const MaxClockSkew = time.Minute

const (
	defaultSkew    = 30 * time.Second
	defaultRefresh = 5 * time.Minute
	maxRefresh     = 24 * time.Hour
	defaultCache   = 10_000
)

// Algorithms are those that can be allowed: asymmetric ones only (RFC 9068 §4).
func Algorithms() []string { return append(defaultAlgorithms(), "ES384", "RS512") }

// defaultAlgorithms are those that are allowed unless the Config says otherwise.
func defaultAlgorithms() []string {
	return []string{"ES256", "RS256", "PS256", "EdDSA", jwa.Ed25519.Alg()}
}

// withDefaults fills in what was left out. All issuers are in Issuers then.
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
		c.Now = time.Now //nolint:forbidigo // the default of a public package
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
