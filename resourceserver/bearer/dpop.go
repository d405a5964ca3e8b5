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
)

// DPoP says how proofs of possession are verified (RFC 9449). A token that is
// bound to a key comes in the scheme DPoP, with a proof by that key for this one
// request; any other comes as Bearer. The zero value is sensible for one process.
type DPoP struct {
	Required bool          // take no bearer tokens
	URL      string        // what the path of a request is appended to, as clients see it; "" means the origin of Resource
	Window   time.Duration // how far the time of a proof may be off, either way; 0 means 30 s
	NonceKey []byte        // at least 32 bytes, the same at all replicas: proofs need a nonce (RFC 9449 §9); nil asks for none
	Replay   Replay        // remembers proofs; nil means a memory of this process
}

const (
	defaultWindow = 30 * time.Second
	maxWindow     = 5 * time.Minute
	minNonceKey   = 32
)

// schemes of the Authorization header that are taken.
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

// requireHolder wants a token that is bound to a key in the scheme DPoP with a
// proof by that key, and any other as Bearer (RFC 9449 §7.1, §7.2). A token that
// is bound in a way that we do not know, to a certificate for example (RFC 8705
// §3), is nobody's: taken as Bearer it would be anybody's.
//
// It returns the proof, nil for a bearer token; the caller spends it with unused
// once nothing else can refuse the request.
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

// proof verifies the proof of a request, replay aside. The URI that it must name
// is made from our own address, never from the Host field (RFC 9449 §4.3).
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
		Now: v.cfg.Now(), Window: v.cfg.DPoP.Window,
	}
	if v.nonces != nil {
		request.Nonce = v.nonces.Good
	}
	proof, err := dpop.Parse(raw, request)
	return proof, oauth.Decided(ctx, err, v.rules())
}

// unused remembers the proof, if there is one. One that cannot be remembered is not accepted: it
// could be a replay.
func (v *Validator) unused(ctx context.Context, proof *dpop.Proof) error {
	if proof == nil {
		return nil
	}
	id := oauth.Hash(proof.Thumbprint + "\x00" + proof.ID) // two keys may use the same jti
	first, err := v.cfg.DPoP.Replay.Use(ctx, id, proof.IssuedAt.Add(v.cfg.DPoP.Window+time.Second))
	if err != nil {
		return unavailable(err, "whether the DPoP proof was used before cannot be told now")
	}
	return DPoPJTIReplay.Require(ctx, first)
}

// proofRules are what dpop.Parse decides, in its order.
var proofRules = []oauth.Rule{
	DPoPOne.FailsOn(dpop.ErrMany),
	DPoPProof.FailsOn(jose.ErrMalformed, jose.ErrCritical, jose.ErrType, jose.ErrAlgorithm, jose.ErrKey, jose.ErrClaims),
	DPoPSignature.FailsOn(jose.ErrSignature),
	DPoPTarget.FailsOn(dpop.ErrMethod, dpop.ErrURI),
	DPoPFresh.FailsOn(jose.ErrTime),
	DPoPNonce.FailsOn(dpop.ErrNonce),
	DPoPAth.FailsOn(dpop.ErrAccessToken),
}

// rules leaves the nonce out of proofRules if no nonce is required.
func (v *Validator) rules() []oauth.Rule {
	return slices.DeleteFunc(slices.Clone(proofRules), func(r oauth.Rule) bool { return r.Check() == &DPoPNonce && v.nonces == nil })
}
