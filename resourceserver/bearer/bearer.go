package bearer

import (
	"context"
	"errors"
	"fmt"

	"quartet.example/shared/accesstoken"
	"quartet.example/shared/dpop"
	"quartet.example/shared/jose"
)

// Validator accepts or refuses requests. It is safe for concurrent use.
type Validator struct {
	cfg     Config
	schemes []string           // of the Authorization header, as challenges list them
	issuers map[string]*issuer // by identifier
	cache   *cache
	nonces  *dpop.Nonces // nil if proofs need none
}

// issuer is one whose tokens are accepted.
type issuer struct {
	keys *jose.Remote
	kind jose.Kind
}

// New makes a Validator and starts to look for the keys of the issuers; it does
// not wait for them. Close ends it.
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

// start gives an issuer its keys, unless all tokens are introspected.
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

// Ready returns nil once the keys of an issuer are known, else why they are not.
// Of several issuers one is enough: a tenant whose issuer is away must not keep
// the others out. Tokens of an issuer without keys get 503.
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

// Close ends the refreshing of keys. It may be called more than once; its error
// is always nil.
func (v *Validator) Close() error {
	for _, issuer := range v.issuers {
		if issuer.keys != nil {
			issuer.keys.Close()
		}
	}
	return nil
}
