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
	// Find returns a public key, or the bytes of a secret for HMAC. The header is not verified yet.
	// The key must be one for Header.Algorithm (RFC 8725 §3.1). Verify returns every error as
	// ErrKey, except errors that wrap ErrNoKeys.
	Find(ctx context.Context, h Header) (crypto.PublicKey, error)
}

// Kind contains the requirements for one kind of token. It is safe for concurrent use.
type Kind struct {
	Name       string   // for tests and logs
	MaxBytes   int      // maximum length of the compact form
	Types      []string // accepted typ values without "application/", case-insensitive (RFC 8725 §3.11); "" if typ may be absent
	Algorithms []string // accepted alg values (RFC 8725 §3.1)
	Keys       Keys
	Issuer     string   // compared octet by octet; "": not checked, or checked by the caller
	Audience   []string // aud must contain one of them; nil: checked by the caller
	Required   []string // claims that must be present, and neither null nor empty

	Now      func() time.Time // the clock; required unless Timeless is set
	Skew     time.Duration    // tolerance for exp, nbf and iat
	MaxAge   time.Duration    // maximum age by iat, including the skew; iat is then required; 0: not checked
	MaxLife  time.Duration    // maximum time until exp, without the skew; exp is then required; 0: not checked
	Timeless bool             // dates are not compared with the clock, for tokens about past events; they must still be in range
}

// Verify verifies a token and decodes its claims into payload. It returns the first rule
// that is broken, in this order: malformed, algorithm, critical, type, key, signature,
// issuer, audience, time, claims. After an error the payload must not be used.
func (k Kind) Verify(ctx context.Context, raw string, payload Payload) error {
	token, err := Read(raw, k.MaxBytes, payload)
	if err != nil {
		Report(ctx, raw, Signature{Status: NotChecked, Why: err.Error()})
		return err
	}
	return k.Judge(ctx, token)
}

// Judge is Verify for a token that was read before. Use it if the issuer decides about the Kind.
func (k Kind) Judge(ctx context.Context, token *Unverified) error {
	err := k.judge(ctx, token)
	token.Report(ctx, err)
	return err
}

func (k Kind) judge(ctx context.Context, token *Unverified) error {
	if err := k.judgeHeader(&token.head); err != nil {
		return err
	}
	if err := k.judgeSignature(ctx, token); err != nil {
		return err
	}
	return k.judgeClaims(token.claims, token.payload)
}

// judgeHeader checks the rules that need no key.
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

// JudgeClaims checks only the rules about claims, for a token that Judge refused because its key was
// removed. An attacker may have written such a token.
func (k Kind) JudgeClaims(token *Unverified) error {
	return k.judgeClaims(token.claims, token.payload)
}

// judgeClaims checks the rules about claims.
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

// JudgeTime compares the dates with the clock. Verify calls it unless Timeless is set. A caller may
// set Timeless and call JudgeTime itself, after rules of its own.
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
