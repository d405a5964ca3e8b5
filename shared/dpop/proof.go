package dpop

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"net/http"
	"time"

	"quartet.example/shared/jose"
	"quartet.example/shared/oauth"
)

// Header is the header field for a proof (RFC 9449 §4.1), NonceHeader the one for the next nonce
// (§8).
const (
	Header      = "DPoP"
	NonceHeader = "DPoP-Nonce"
)

// The errors for those rules of RFC 9449 §4.3 that package jose does not check, in the order in
// which Parse checks them. Every error of Read and Parse wraps exactly one of these or one of
// package jose.
var (
	ErrMany        = errors.New("more than one DPoP header")               // §4.3 rule 1
	ErrMethod      = errors.New("htm is not the method of the request")    // rule 8
	ErrURI         = errors.New("htu is not the URI of the request")       // rule 9
	ErrNonce       = errors.New("nonce is missing, unknown or expired")    // rule 10
	ErrAccessToken = errors.New("ath is not the hash of the access token") // rule 12
)

// Request is the request that a proof must be made for.
type Request struct {
	Method      string
	URI         string                  // as clients see it; query and fragment are ignored
	AccessToken string                  // the access token of the request, "" for none (RFC 9449 §7)
	Now         time.Time               // time of the request
	Window      time.Duration           // maximum difference between iat and Now
	Nonce       func(nonce string) bool // reports whether a nonce is valid; it is called with "" if there is none; nil: no nonce is required
}

// Proof is a verified proof. The caller must still check that it was not used before.
type Proof struct {
	ID         string    // jti
	Thumbprint string    // of the key (RFC 7638)
	IssuedAt   time.Time // the proof is accepted until Window after this time
}

// Read returns the proof of a request, "" if there is none, or ErrMany if there is more than one
// header field (RFC 9449 §4.3 rule 1).
func Read(h http.Header) (string, error) {
	switch values := h.Values(Header); len(values) {
	case 0:
		return "", nil
	case 1:
		if values[0] == "" {
			return "", jose.ErrMalformed
		}
		return values[0], nil
	}
	return "", ErrMany
}

// claims are the payload of a proof (RFC 9449 §4.2).
type claims struct {
	jose.Claims            // jti, iat; exp and nbf are checked too if they are present
	Method          string `json:"htm"`
	URI             string `json:"htu"`
	AccessTokenHash string `json:"ath,omitempty"`
	Nonce           string `json:"nonce,omitempty"`
}

// Parse verifies a proof for the request. The returned error is that of the first broken rule:
// first those of jose.Kind, then method, URI, time, nonce, access token. The error never contains
// the proof.
func Parse(ctx context.Context, raw string, r Request) (*Proof, error) {
	var c claims
	var own ownKey
	proof := kind(r, &own)
	token, err := jose.Read(raw, proof.MaxBytes, &c)
	if err != nil {
		return nil, err
	}
	if err := proof.Judge(ctx, token); err != nil {
		return nil, err
	}
	if err := c.judge(r, proof); err != nil {
		token.Report(ctx, err)
		return nil, err
	}
	return &Proof{ID: c.ID, Thumbprint: own.key.Thumbprint(), IssuedAt: c.IssuedAt.Time}, nil
}

// judge checks the claims of a proof, after kind has checked that they exist.
func (c *claims) judge(r Request, proof jose.Kind) error {
	switch {
	case c.Method != r.Method: // methods are case-sensitive (RFC 9110 §9.1)
		return ErrMethod
	case !sameURI(c.URI, r.URI):
		return ErrURI
	}
	if err := proof.JudgeTime(c); err != nil { // rule 11
		return err
	}
	switch {
	case r.Nonce != nil && !r.Nonce(c.Nonce):
		return ErrNonce
	case r.AccessToken != "" && !oauth.Equal(c.AccessTokenHash, AccessTokenHash(r.AccessToken)):
		return ErrAccessToken
	}
	return nil
}

// AccessTokenHash returns the ath claim for the access token (RFC 9449 §4.2).
func AccessTokenHash(accessToken string) string {
	sum := sha256.Sum256([]byte(accessToken))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}
