package bearer

import (
	"fmt"

	"github.com/golang-jwt/jwt/v5"
)

// Keys are the published keys of an issuer, kept fresh as those of a Validator
// are: for what else it signs (RFC 8417, RFC 9701). They are safe for concurrent use.
type Keys struct{ keys *keys }

// StartKeys starts to look for the keys of Config.Issuer; it does not wait for
// them. Of the Config it reads the issuer, KeyRefresh, HTTP, Log and Now.
func StartKeys(cfg Config) (*Keys, error) {
	cfg = cfg.withDefaults()
	if err := cfg.validateIssuers(); err != nil {
		return nil, fmt.Errorf("bearer: %w", err)
	}
	return &Keys{startKeys(cfg.Issuers[0], cfg)}, nil
}

// Find is the jwt.Keyfunc. One key has one algorithm; nothing in the header but
// kid and alg is looked at (RFC 8725 §3.1, §3.10).
func (k *Keys) Find(t *jwt.Token) (any, error) { return k.keys.find(t) }

// Ready returns nil once the keys are known, else why they are not.
func (k *Keys) Ready() error { return k.keys.ready() }

// Close ends the refreshing.
func (k *Keys) Close() { k.keys.close() }
