package jose

import (
	"context"
	"crypto"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Keys finds the key that verifies a token.
type Keys interface {
	// Find returns a public key, or the bytes of a secret for HMAC. Nothing in the header is
	// verified yet. The key must be one for Header.Algorithm (RFC 8725 §3.1). Every error
	// becomes ErrKey, unless ErrNoKeys is in its chain.
	Find(ctx context.Context, h Header) (crypto.PublicKey, error)
}

// Kind declares what one kind of token must have. It is cheap to make, and safe for
// concurrent use.
type Kind struct {
	Name       string   // in words, for tests and logs
	MaxBytes   int      // of the compact form
	Types      []string // accepted typ values, without "application/", in any case (RFC 8725 §3.11); "" if typ may be absent
	Algorithms []string // accepted alg values (RFC 8725 §3.1)
	Keys       Keys
	Issuer     string   // compared octet by octet; "" for kinds without issuer, or where the caller compares it
	Audience   []string // one of them must be in aud; nil where the caller compares it
	Required   []string // claims that must be there, and be neither null nor empty

	Now      func() time.Time // the clock; required unless the kind is Timeless
	Skew     time.Duration    // by how much the clock of the issuer may differ, for exp, nbf and iat
	MaxAge   time.Duration    // iat must be there, and lie back this much at most, the skew included; 0 sets no bound
	MaxLife  time.Duration    // exp must be there, and lie ahead this much at most, without the skew; 0 sets no bound
	Timeless bool             // the clock is not asked: tokens that tell of the past; dates must be in range all the same
}

// Verify verifies a token and decodes its claims into payload. It returns the first rule
// that is broken, in this order: malformed, algorithm, critical, type, key, signature,
// issuer, audience, time, claims. After an error the payload must not be used.
func (k Kind) Verify(ctx context.Context, raw string, payload Payload) error {
	token, err := Read(raw, k.MaxBytes, payload)
	if err != nil {
		return err
	}
	return k.Judge(ctx, token)
}

// Judge is Verify for a token that was read before, for those who must know the issuer to
// choose the Kind.
func (k Kind) Judge(ctx context.Context, token *Unverified) error {
	if err := k.judgeHeader(&token.head); err != nil {
		return err
	}
	if err := k.judgeSignature(ctx, token); err != nil {
		return err
	}
	return k.judgeClaims(token.claims, token.payload)
}

// judgeHeader applies the rules that need no key.
func (k Kind) judgeHeader(h *wire) error {
	switch {
	case !slices.Contains(k.Algorithms, h.Algorithm.value):
		return ErrAlgorithm
	case h.Critical != nil || h.Unencoded != nil: // RFC 7515 §4.1.11; b64 has no meaning outside of crit (RFC 7797 §6)
		return ErrCritical
	case !k.accepts(h.Type):
		return ErrType
	}
	return nil
}

// accepts compares media types without regard to case (RFC 7515 §4.1.9).
func (k Kind) accepts(typ text) bool {
	const prefix = "application/"
	if !typ.there {
		return slices.Contains(k.Types, "")
	}
	name := typ.value
	if len(name) > len(prefix) && strings.EqualFold(name[:len(prefix)], prefix) {
		name = name[len(prefix):]
	}
	return name != "" && slices.ContainsFunc(k.Types, func(one string) bool { return strings.EqualFold(one, name) })
}

// judgeSignature finds the key and verifies the signature with it.
func (k Kind) judgeSignature(ctx context.Context, token *Unverified) error {
	h := &token.head
	if h.hasUnusableKeyID() {
		return ErrKeyID
	}
	key, err := k.Keys.Find(ctx, h.header())
	switch {
	case errors.Is(err, ErrNoKeys):
		return err
	case err != nil:
		return fmt.Errorf("%w: %w", ErrKey, err)
	}
	method, known := methods[h.Algorithm.value]
	if !known {
		return ErrAlgorithm
	}
	if method.Verify(token.signed, token.signature, key) != nil {
		return ErrSignature
	}
	return nil
}

// JudgeClaims applies the rules about claims only, to a token that Judge refused because its
// key was removed. An attacker may have written such a token.
func (k Kind) JudgeClaims(token *Unverified) error {
	return k.judgeClaims(token.claims, token.payload)
}

func (k Kind) judgeClaims(p Payload, payload []byte) error {
	c := p.Registered()
	switch {
	case k.Issuer != "" && c.Issuer != k.Issuer:
		return ErrIssuer
	case k.Audience != nil && !c.Audience.Has(k.Audience...):
		return ErrAudience
	}
	if !k.Timeless {
		if err := k.JudgeTime(p); err != nil {
			return err
		}
	}
	if !p.InRange() {
		return fmt.Errorf("%w: a date is out of range", ErrClaims)
	}
	return missing(payload, k.Required)
}

// JudgeTime compares the dates with the clock. Verify calls it, unless the kind is Timeless:
// such a kind may call it itself, after rules of its own.
func (k Kind) JudgeTime(p Payload) error {
	now, c := k.Now(), p.Registered()
	switch {
	case !p.InRange():
		return ErrRange
	case !c.ExpiresAt.IsZero() && !now.Before(c.ExpiresAt.Add(k.Skew)): // RFC 7519 §4.1.4
		return ErrExpired
	case now.Before(c.NotBefore.Add(-k.Skew)), now.Before(c.IssuedAt.Add(-k.Skew)): // §4.1.5, §4.1.6
		return ErrNotYetValid
	case k.MaxAge > 0 && (c.IssuedAt.IsZero() || now.Sub(c.IssuedAt.Time) > k.MaxAge):
		return ErrTooOld
	case k.MaxLife > 0 && (c.ExpiresAt.IsZero() || c.ExpiresAt.After(now.Add(k.MaxLife+k.Skew))):
		return ErrTooLong
	}
	return nil
}
