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

// Header carries the proof (RFC 9449 §4.1), NonceHeader a nonce for the next
// one (§8).
const (
	Header      = "DPoP"
	NonceHeader = "DPoP-Nonce"
)

// The rules of RFC 9449 §4.3 that a proof has beside those of package jose, in the order in
// which Parse applies them. Every error of Read and Parse has exactly one of these, or of
// those of jose, in its chain.
var (
	ErrMany        = errors.New("more than one DPoP header")                     // §4.3 rule 1
	ErrMethod      = errors.New("htm is not the method of the request")          // rule 8
	ErrURI         = errors.New("htu is not the URI of the request")             // rule 9
	ErrNonce       = errors.New("nonce is missing, or not one of ours any more") // rule 10
	ErrAccessToken = errors.New("ath is not the hash of the access token")       // rule 12
)

// Request is what a proof must have been made for.
type Request struct {
	Method      string
	URI         string                  // as the sender knows it; query and fragment do not count
	AccessToken string                  // that comes with the proof, "" for none (RFC 9449 §7)
	Now         time.Time               // of the request
	Window      time.Duration           // how far iat may be from Now, either way
	Nonce       func(nonce string) bool // reports whether a nonce is good, "" being none; nil asks for nothing
}

// Proof is a proof that holds, replay aside.
type Proof struct {
	ID         string    // jti
	Thumbprint string    // of the key (RFC 7638)
	IssuedAt   time.Time // it holds until a Window after
}

// Read finds the proof of a request: "" if there is none, ErrMany if there are
// two (RFC 9449 §4.3 rule 1).
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
	jose.Claims            // jti, iat; exp and nbf, if they are there, hold too
	Method          string `json:"htm"`
	URI             string `json:"htu"`
	AccessTokenHash string `json:"ath,omitempty"`
	Nonce           string `json:"nonce,omitempty"`
}

// Parse verifies a proof for the request, or returns an error with the first rule that it
// breaks: those of jose.Kind, then method, URI, time, nonce, access token. The error never
// holds the proof.
func Parse(raw string, r Request) (*Proof, error) {
	var c claims
	var own ownKey
	proof := kind(r, &own)
	if err := proof.Verify(context.Background(), raw, &c); err != nil { // nothing is fetched
		return nil, err
	}
	if err := c.judge(r, proof); err != nil {
		return nil, err
	}
	return &Proof{ID: c.ID, Thumbprint: own.key.Thumbprint(), IssuedAt: c.IssuedAt.Time}, nil
}

// judge applies the rules about the claims that are there.
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

// AccessTokenHash is ath (RFC 9449 §4.2).
func AccessTokenHash(accessToken string) string {
	sum := sha256.Sum256([]byte(accessToken))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}
