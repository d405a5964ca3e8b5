package bearer

import (
	"context"
	"errors"
	"fmt"

	"quartet.example/shared/accesstoken"
	"quartet.example/shared/dpop"
	"quartet.example/shared/jose"
)

// Validator decides about requests by their access token. It is safe for concurrent use.
type Validator struct {
	cfg     Config
	schemes []string           // schemes of the Authorization header, in the order of the challenges
	issuers map[string]*issuer // by issuer identifier
	cache   *cache
	nonces  *dpop.Nonces // nil if proofs need no nonce
}

// issuer is an issuer whose tokens are accepted.
type issuer struct {
	keys *jose.Remote
	kind jose.Kind
}

// New makes a Validator. It starts to fetch the keys of the issuers in the background and does not
// wait for them. The caller must close the Validator.
func New(cfg Config) (*Validator, error) {
	cfg = cfg.withDefaults()
	if err := cfg.validate(); err != nil {
		return nil, fmt.Errorf("bearer: %w", err)
	}
	v := &Validator{cfg: cfg, schemes: cfg.DPoP.schemes(), issuers: map[string]*issuer{}, cache: newCache(cfg.CacheSize)}
	if cfg.DPoP != nil && len(cfg.DPoP.NonceKey) > 0 {
		v.nonces = &dpop.Nonces{Key: cfg.DPoP.NonceKey, Now: cfg.Now}
	}
	for _, one := range cfg.Issuers {
		v.issuers[one.URL] = v.start(one)
	}
	return v, nil
}

// start starts to fetch the keys of an issuer. If all tokens are introspected, no keys are needed.
func (v *Validator) start(one Issuer) *issuer {
	if v.cfg.IntrospectAll {
		return &issuer{}
	}
	keys := startKeys(one, v.cfg)
	return &issuer{keys: keys, kind: accesstoken.Rules{
		Issuer: one.URL, Audience: v.cfg.Resource, Algorithms: one.Algorithms,
		Keys: keys, Now: v.cfg.Now, Skew: v.cfg.ClockSkew,
	}.Kind()}
}

// Ready returns nil if the keys of at least one issuer are known, otherwise the reasons why none
// are. One issuer is enough, so that an issuer that is down does not affect the users of the
// others. Tokens of an issuer without keys are answered with 503.
func (v *Validator) Ready(context.Context) error {
	var errs []error
	for _, issuer := range v.issuers {
		if issuer.keys == nil {
			return nil
		}
		err := issuer.keys.Ready()
		if err == nil {
			return nil
		}
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}

// Close stops fetching keys. It may be called more than once. Its error is always nil.
func (v *Validator) Close() error {
	for _, issuer := range v.issuers {
		if issuer.keys != nil {
			issuer.keys.Close()
		}
	}
	return nil
}
