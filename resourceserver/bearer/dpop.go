package bearer

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"quartet.example/shared/dpop"
	"quartet.example/shared/jose"
	"quartet.example/shared/oauth"
	"quartet.example/shared/patience"
)

// DPoP contains the settings for DPoP proofs (RFC 9449). A token that is bound to a key must be
// sent with the scheme DPoP and a proof by that key for this request; any other token with the
// scheme Bearer. The zero value is safe for an API with one process.
type DPoP struct {
	Required bool          // refuse bearer tokens
	URL      string        // public base URL of the API, to which the path of a request is appended; "": the origin of Resource
	Window   time.Duration // maximum difference between the time of a proof and now; 0: 30 s
	NonceKey []byte        // at least 32 bytes, the same at all replicas: proofs need a nonce (RFC 9449 §9); nil: they need none
	Replay   Replay        // detects used proofs; nil: a memory of this process
}

const (
	defaultWindow = 30 * time.Second
	maxWindow     = 5 * time.Minute
	minNonceKey   = 32
)

// schemes returns the accepted schemes of the Authorization header.
func (d *DPoP) schemes() []string {
	switch {
	case d == nil:
		return []string{oauth.TokenTypeBearer}
	case d.Required:
		return []string{oauth.TokenTypeDPoP}
	}
	return []string{oauth.TokenTypeBearer, oauth.TokenTypeDPoP}
}

func (d *DPoP) withDefaults(cfg Config) *DPoP {
	filled := *d
	if u, err := url.Parse(cfg.Resource); filled.URL == "" && err == nil {
		filled.URL = u.Scheme + "://" + u.Host
	}
	filled.URL = strings.TrimSuffix(filled.URL, "/")
	if filled.Window == 0 {
		filled.Window = defaultWindow
	}
	if filled.Replay == nil {
		filled.Replay = NewReplayMemory(defaultProofs, cfg.Now)
	}
	return &filled
}

// requireHolder refuses a bound token without the scheme DPoP and a proof by its key, and an
// unbound token with the scheme DPoP (RFC 9449 §7.1, §7.2). It also refuses a token with an unknown
// kind of binding, for example to a certificate (RFC 8705 §3): if it were accepted as Bearer, an
// attacker could use it without the key.
//
// It returns the proof, or nil for a bearer token. The caller must call unused with it after all
// other checks.
func (v *Validator) requireHolder(r *http.Request, presented credentials, token *Token) (*dpop.Proof, error) {
	bound := token.Claims.Confirmation != nil
	if err := DPoPBound.Require(r.Context(), presented.bound() == bound); err != nil || !bound {
		return nil, err
	}
	proof, err := v.proof(r, presented.raw)
	if err != nil {
		return nil, err
	}
	return proof, DPoPJKT.Require(r.Context(), oauth.Equal(proof.Thumbprint, token.Claims.Key()))
}

// proof verifies the proof of a request, except for replay. The expected URI is made from our own
// public URL and not from the Host header, which the client controls (RFC 9449 §4.3).
func (v *Validator) proof(r *http.Request, accessToken string) (*dpop.Proof, error) {
	ctx := r.Context()
	raw, broken := dpop.Read(r.Header)
	if err := DPoPPresent.Require(ctx, raw != "" || broken != nil); err != nil {
		return nil, err
	}
	if broken != nil {
		return nil, oauth.Decided(ctx, broken, v.rules())
	}
	request := dpop.Request{
		Method: r.Method, URI: v.cfg.DPoP.URL + r.URL.EscapedPath(), AccessToken: accessToken,
		Now: v.cfg.Now(), Window: patience.Lifetime(ctx, v.cfg.DPoP.Window),
	}
	if v.nonces != nil {
		request.Nonce = v.nonces.Since(patience.Lifetime(ctx, dpop.NonceLife))
	}
	proof, err := dpop.Parse(ctx, raw, request)
	return proof, oauth.Decided(ctx, err, v.rules())
}

// unused stores that the proof was used, and refuses one that was used before. If the store does
// not answer it returns a 503, because the proof could be a replay. nil is accepted.
func (v *Validator) unused(ctx context.Context, proof *dpop.Proof) error {
	if proof == nil {
		return nil
	}
	id := oauth.Hash(proof.Thumbprint + "\x00" + proof.ID) // two keys may use the same jti
	first, err := v.cfg.DPoP.Replay.Use(ctx, id, proof.IssuedAt.Add(patience.Lifetime(ctx, v.cfg.DPoP.Window)+time.Second))
	if err != nil {
		return unavailable(err, "whether the DPoP proof was used before cannot be told now")
	}
	return DPoPJTIReplay.Require(ctx, first)
}

// proofRules assigns the errors of dpop.Parse to checks, in the order in which dpop.Parse decides.
var proofRules = []oauth.Rule{
	DPoPOne.FailsOn(dpop.ErrMany),
	DPoPProof.FailsOn(jose.ErrMalformed, jose.ErrCritical, jose.ErrType, jose.ErrAlgorithm, jose.ErrKey, jose.ErrClaims),
	DPoPSignature.FailsOn(jose.ErrSignature),
	DPoPTarget.FailsOn(dpop.ErrMethod, dpop.ErrURI),
	DPoPFresh.FailsOn(jose.ErrTime),
	DPoPNonce.FailsOn(dpop.ErrNonce),
	DPoPAth.FailsOn(dpop.ErrAccessToken),
}

// rules returns proofRules, without the rule about the nonce if no nonce is required.
func (v *Validator) rules() []oauth.Rule {
	return slices.DeleteFunc(slices.Clone(proofRules), func(r oauth.Rule) bool { return r.Check() == &DPoPNonce && v.nonces == nil })
}
