package dpop

import (
	"context"
	"errors"
	"net/http"
	"time"

	"quartet.example/authserver/internal/checks"
	"quartet.example/authserver/internal/core"
	"quartet.example/shared/dpop"
	"quartet.example/shared/oauth"
)

// Used remembers proofs.
type Used interface {
	// UseProof returns core.ErrProofReplayed to all but the first caller, over
	// all replicas.
	UseProof(ctx context.Context, jkt, jti string, until time.Time) error
}

// Verifier verifies proofs. It is safe for concurrent use.
type Verifier struct {
	Issuer string // the endpoints are below it
	Used   Used
	Now    func() time.Time
	Window time.Duration // how far the clock of a client may be off, either way
	Nonces *dpop.Nonces  // nil asks for none (RFC 9449 §8)
}

// Prove gives the thumbprint of the key that the request proves possession of,
// "" if it brings no proof. An access token that comes with the proof must be the
// one that it was made for. The answer to a proof gets a nonce for the next (§8.2).
func (v *Verifier) Prove(r *http.Request, answer http.Header, accessToken string) (jkt string, err error) {
	ctx := r.Context()
	raw, err := dpop.Read(r.Header)
	if raw == "" && err == nil {
		return "", nil
	}
	good := v.nonce(answer)
	if err != nil {
		return "", refuse(ctx, err)
	}
	proof, err := dpop.Parse(raw, dpop.Request{
		Method: r.Method, URI: v.Issuer + r.URL.Path, AccessToken: accessToken,
		Now: v.Now(), Window: v.Window, Nonce: good,
	})
	if err != nil {
		return "", refuse(ctx, err)
	}
	err = v.Used.UseProof(ctx, proof.Thumbprint, proof.ID, proof.IssuedAt.Add(v.Window+time.Second))
	if err != nil && !errors.Is(err, core.ErrProofReplayed) {
		return "", err
	}
	if err != nil {
		return "", checks.DPoPUnused.Fail(ctx, err)
	}
	for _, passed := range order() {
		if (passed.check != &checks.DPoPNonce || good != nil) && (passed.check != &checks.UserinfoProof || accessToken != "") {
			_ = passed.check.Require(ctx, true) // for the inspector
		}
	}
	return proof.Thumbprint, checks.DPoPUnused.Require(ctx, true)
}

// nonce hands out a nonce, if there are any, and gives what judges them.
func (v *Verifier) nonce(answer http.Header) func(string) bool {
	if v.Nonces == nil {
		return nil
	}
	answer.Set(dpop.NonceHeader, v.Nonces.Current())
	return v.Nonces.Good
}

// rules are those of shared/dpop that one check stands for.
type rules struct {
	check *oauth.Check
	rules []error
}

// order is that in which the rules are applied.
func order() []rules {
	return []rules{
		{&checks.DPoPOne, []error{dpop.ErrMany}},
		{&checks.DPoPProof, []error{dpop.ErrMalformed, dpop.ErrType, dpop.ErrAlgorithm, dpop.ErrKey, dpop.ErrClaims}},
		{&checks.DPoPSignature, []error{dpop.ErrSignature}},
		{&checks.DPoPTarget, []error{dpop.ErrMethod, dpop.ErrURI}},
		{&checks.DPoPFresh, []error{dpop.ErrTime}},
		{&checks.DPoPNonce, []error{dpop.ErrNonce}},
		{&checks.UserinfoProof, []error{dpop.ErrAccessToken}},
	}
}

// refuse fails the check that stands for the rule.
func refuse(ctx context.Context, broken error) error {
	for _, one := range order() {
		for _, rule := range one.rules {
			if errors.Is(broken, rule) {
				return one.check.Fail(ctx, broken)
			}
		}
	}
	return broken
}
