package jose

import (
	"context"
	"errors"
)

// Status says what is known about the signature of a token.
type Status string

// The statuses.
const (
	Valid      Status = "valid"             // the signature was verified, and the token fulfils the requirements
	Refused    Status = "claims refused"    // the signature was verified, but the token does not fulfil the requirements
	Invalid    Status = "invalid"           // the signature does not verify
	KeyUnknown Status = "key unknown"       // there is no key to verify it with
	AlgRefused Status = "algorithm refused" // alg is not one that the verifier accepts, so no key was used
	NotChecked Status = "not checked"       // the token was refused, or could not be judged, before its signature was verified
	Signed     Status = "signed"            // the token was signed here
)

// Signature is the outcome of the verification of one token, or that it was signed. It contains no
// part of the token except Alg and KeyID, which an attacker chose if the status is not Valid, Refused
// or Signed.
type Signature struct {
	Status Status `json:"status"`
	Alg    string `json:"alg,omitempty"`
	KeyID  string `json:"kid,omitempty"`
	Why    string `json:"why,omitempty"`    // the broken rule
	Cached bool   `json:"cached,omitempty"` // the token was verified for an earlier request
}

// Observer is called for every token that is verified or signed in its context, with the compact form
// of the token. It is called again if the same token is judged again; the last call counts. It must
// not block.
type Observer func(token string, s Signature)

type observerKey struct{}

// WithObserver returns a context in which tokens that are verified or signed are reported to o, and
// to no earlier observer.
func WithObserver(ctx context.Context, o Observer) context.Context {
	return context.WithValue(ctx, observerKey{}, o)
}

// Report reports a token to the observer of ctx. Verify, Judge and Mint call it. It is also for code
// that accepts a token which it verified before, and for rules that a Kind cannot declare.
func Report(ctx context.Context, token string, s Signature) {
	if observe, ok := ctx.Value(observerKey{}).(Observer); ok {
		observe(token, s)
	}
}

// Report reports how u was judged: err is nil for a valid token. Judge calls it; callers with rules
// that a Kind cannot declare call it again with their own error.
func (u *Unverified) Report(ctx context.Context, err error) {
	if observe, ok := ctx.Value(observerKey{}).(Observer); ok {
		observe(u.raw, u.Signature(err))
	}
}

// Signature returns what the error of Judge says about the signature of u.
func (u *Unverified) Signature(err error) Signature {
	s := Signature{Status: statusOf(err), Alg: u.head.Algorithm.value, KeyID: u.head.KeyID.value}
	if err != nil {
		s.Why = err.Error()
	}
	return s
}

// statusOf returns the status for an error of this package. Rules about claims come after the one
// about the signature, so an error that is none of the others is about claims.
func statusOf(err error) Status {
	is := func(rules ...error) bool {
		for _, rule := range rules {
			if errors.Is(err, rule) {
				return true
			}
		}
		return false
	}
	switch {
	case err == nil:
		return Valid
	case is(ErrAlgorithm):
		return AlgRefused
	case is(ErrKey):
		return KeyUnknown
	case is(ErrSignature):
		return Invalid
	case is(ErrMalformed, ErrCritical, ErrType, ErrNoKeys):
		return NotChecked
	}
	return Refused
}
