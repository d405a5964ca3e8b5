package dpop

import (
	"context"
	"net/http"
	"slices"
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
	var proof *dpop.Proof
	if err == nil {
		proof, err = dpop.Parse(raw, dpop.Request{
			Method: r.Method, URI: v.Issuer + r.URL.Path, AccessToken: accessToken,
			Now: v.Now(), Window: v.Window, Nonce: good,
		})
	}
	if err := oauth.Decided(ctx, err, rules(good != nil, accessToken != "")); err != nil {
		return "", err
	}
	err = v.Used.UseProof(ctx, proof.Thumbprint, proof.ID, proof.IssuedAt.Add(v.Window+time.Second))
	return proof.Thumbprint, oauth.Decided(ctx, err, replayRule)
}

// nonce hands out a nonce, if there are any, and gives what judges them.
func (v *Verifier) nonce(answer http.Header) func(string) bool {
	if v.Nonces == nil {
		return nil
	}
	answer.Set(dpop.NonceHeader, v.Nonces.Current())
	return v.Nonces.Good
}

// proofRules are what shared/dpop decides, in its order.
var proofRules = []oauth.Rule{
	checks.DPoPOne.FailsOn(dpop.ErrMany),
	checks.DPoPProof.FailsOn(dpop.ErrMalformed, dpop.ErrType, dpop.ErrAlgorithm, dpop.ErrKey, dpop.ErrClaims),
	checks.DPoPSignature.FailsOn(dpop.ErrSignature),
	checks.DPoPTarget.FailsOn(dpop.ErrMethod, dpop.ErrURI),
	checks.DPoPFresh.FailsOn(dpop.ErrTime),
	checks.DPoPNonce.FailsOn(dpop.ErrNonce),
	checks.UserinfoDPoPAth.FailsOn(dpop.ErrAccessToken),
}

// replayRule is what the store decides.
var replayRule = []oauth.Rule{checks.DPoPJTIReplay.FailsOn(core.ErrProofReplayed)}

// rules leaves out of proofRules what this request is not asked for.
func rules(nonce, accessToken bool) []oauth.Rule {
	return slices.DeleteFunc(slices.Clone(proofRules), func(r oauth.Rule) bool {
		return r.Check() == &checks.DPoPNonce && !nonce || r.Check() == &checks.UserinfoDPoPAth && !accessToken
	})
}
