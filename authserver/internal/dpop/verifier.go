package dpop

import (
	"context"
	"net/http"
	"slices"
	"time"

	"quartet.example/authserver/internal/checks"
	"quartet.example/authserver/internal/core"
	"quartet.example/shared/dpop"
	"quartet.example/shared/jose"
	"quartet.example/shared/oauth"
	"quartet.example/shared/patience"
)

// Used records which proofs were used.
type Used interface {
	// UseProof returns core.ErrProofReplayed if the jti of this key was used before, at
	// any replica.
	UseProof(ctx context.Context, jkt, jti string, until time.Time) error
}

// Verifier verifies proofs. It is safe for concurrent use.
type Verifier struct {
	Issuer string // the URLs of the endpoints begin with it
	Used   Used
	Now    func() time.Time
	Window time.Duration // how much the clock of a client may be ahead or behind
	Nonces *dpop.Nonces  // nil: clients need no nonce (RFC 9449 §8)
}

// Prove returns the thumbprint of the key that the request proves possession of, "" if it has
// no proof. A proof that comes with an access token must be made for that token. The response
// gets a nonce for the next proof (§8.2).
func (v *Verifier) Prove(r *http.Request, answer http.Header, accessToken string) (jkt string, err error) {
	ctx := r.Context()
	raw, err := dpop.Read(r.Header)
	if raw == "" && err == nil {
		return "", nil
	}
	window := patience.Lifetime(ctx, v.Window)
	good := v.nonce(ctx, answer)
	var proof *dpop.Proof
	if err == nil {
		proof, err = dpop.Parse(ctx, raw, dpop.Request{
			Method: r.Method, URI: v.Issuer + r.URL.Path, AccessToken: accessToken,
			Now: v.Now(), Window: window, Nonce: good,
		})
	}
	if err := oauth.Decided(ctx, err, rules(good != nil, accessToken != "")); err != nil {
		return "", err
	}
	err = v.Used.UseProof(ctx, proof.Thumbprint, proof.ID, proof.IssuedAt.Add(window+time.Second))
	return proof.Thumbprint, oauth.Decided(ctx, err, replayRule)
}

// nonce sets the nonce of the response, and returns the function that verifies nonces; nil
// if clients need none.
func (v *Verifier) nonce(ctx context.Context, answer http.Header) func(string) bool {
	if v.Nonces == nil {
		return nil
	}
	answer.Set(dpop.NonceHeader, v.Nonces.Current())
	return v.Nonces.Since(patience.Lifetime(ctx, dpop.NonceLife))
}

// proofRules are the checks that shared/dpop decides, in its order.
var proofRules = []oauth.Rule{
	checks.DPoPOne.FailsOn(dpop.ErrMany),
	checks.DPoPProof.FailsOn(jose.ErrMalformed, jose.ErrCritical, jose.ErrType, jose.ErrAlgorithm, jose.ErrKey, jose.ErrClaims),
	checks.DPoPSignature.FailsOn(jose.ErrSignature),
	checks.DPoPTarget.FailsOn(dpop.ErrMethod, dpop.ErrURI),
	checks.DPoPFresh.FailsOn(jose.ErrTime),
	checks.DPoPNonce.FailsOn(dpop.ErrNonce),
	checks.UserinfoDPoPAth.FailsOn(dpop.ErrAccessToken),
}

// replayRule is the check that the store decides.
var replayRule = []oauth.Rule{checks.DPoPJTIReplay.FailsOn(core.ErrProofReplayed)}

// rules are proofRules without the checks that do not apply to this request.
func rules(nonce, accessToken bool) []oauth.Rule {
	return slices.DeleteFunc(slices.Clone(proofRules), func(r oauth.Rule) bool {
		return r.Check() == &checks.DPoPNonce && !nonce || r.Check() == &checks.UserinfoDPoPAth && !accessToken
	})
}
