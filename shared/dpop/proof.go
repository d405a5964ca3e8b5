package dpop

import (
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"quartet.example/shared/jwa"
	"quartet.example/shared/oauth"
)

// Header carries the proof (RFC 9449 §4.1), NonceHeader a nonce for the next
// one (§8).
const (
	Header      = "DPoP"
	NonceHeader = "DPoP-Nonce"
)

// Type is the typ header of a proof (RFC 9449 §4.2).
const Type = "dpop+jwt"

// MaxLength bounds the proofs that Parse looks at, in bytes: an RSA key of 4096
// bits and its signature take 1.5 KB.
const MaxLength = 4 << 10

// The rules of RFC 9449 §4.3, in the order in which Parse applies them. Exactly
// one of these is in the chain of every error of Read and Parse.
var (
	ErrMany        = errors.New("more than one DPoP header")                       // §4.3 rule 1
	ErrMalformed   = errors.New("proof is not a JWT in compact form")              // rule 2
	ErrType        = errors.New("typ is not dpop+jwt")                             // rule 4
	ErrAlgorithm   = errors.New("algorithm is not an allowed asymmetric one")      // rule 5
	ErrKey         = errors.New("jwk is not a usable public key")                  // rules 6 and 7
	ErrSignature   = errors.New("signature does not verify with the key")          // rule 6
	ErrClaims      = errors.New("jti, htm, htu or a date is missing or malformed") // rule 3
	ErrMethod      = errors.New("htm is not the method of the request")            // rule 8
	ErrURI         = errors.New("htu is not the URI of the request")               // rule 9
	ErrTime        = errors.New("proof was not made just now")                     // rule 11
	ErrNonce       = errors.New("nonce is missing, or not one of ours any more")   // rule 10
	ErrAccessToken = errors.New("ath is not the hash of the access token")         // rule 12
)

// Algorithms are the algs that proofs may have, as metadata lists them (RFC 9449
// §5.1): asymmetric ones only, never none.
func Algorithms() []string { return []string{"ES256", "EdDSA", jwa.Ed25519.Alg(), "RS256", "PS256"} }

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
			return "", ErrMalformed
		}
		return values[0], nil
	}
	return "", ErrMany
}

// claims are the payload of a proof (RFC 9449 §4.2). exp and nbf, if they are
// there, hold too.
type claims struct {
	jwt.RegisteredClaims        // jti, iat
	Method               string `json:"htm"`
	URI                  string `json:"htu"`
	AccessTokenHash      string `json:"ath"`
	Nonce                string `json:"nonce"`
}

// Parse verifies a proof for the request, or gives an error with the sentinel of
// the first rule that it breaks. The error never holds the proof.
func Parse(raw string, r Request) (*Proof, error) {
	if len(raw) > MaxLength || strings.Count(raw, ".") != 2 {
		return nil, ErrMalformed
	}
	var c claims
	parser := jwt.NewParser(
		jwt.WithLeeway(r.Window), jwt.WithStrictDecoding(),
		jwt.WithTimeFunc(func() time.Time { return r.Now }),
	)
	token, err := parser.ParseWithClaims(raw, &c, key)
	if err != nil && !errors.Is(err, jwt.ErrTokenInvalidClaims) {
		return nil, sentinel(err)
	}
	if broken := c.judge(r, err); broken != nil {
		return nil, broken
	}
	jwk, err := publicKey(token.Header["jwk"])
	if err != nil {
		return nil, err
	}
	return &Proof{ID: c.ID, Thumbprint: jwk.thumbprint(), IssuedAt: c.IssuedAt.Time}, nil
}

// key applies the rules about the header before it gives the key that is in it.
func key(t *jwt.Token) (any, error) {
	if typ, _ := t.Header["typ"].(string); !strings.EqualFold(typ, Type) {
		return nil, ErrType
	}
	if !slices.Contains(Algorithms(), t.Method.Alg()) {
		return nil, ErrAlgorithm
	}
	if _, has := t.Header["crit"]; has { // RFC 7515 §4.1.11: we understand no extension
		return nil, ErrMalformed
	}
	jwk, err := publicKey(t.Header["jwk"])
	if err != nil {
		return nil, err
	}
	if !jwk.signs(t.Method.Alg()) { // RFC 8725 §3.1
		return nil, fmt.Errorf("%w: it does not go with %s", ErrKey, t.Method.Alg())
	}
	return jwk.public, nil
}

// judge applies the rules about the claims; invalid is what jwt said of exp and nbf.
func (c *claims) judge(r Request, invalid error) error {
	switch {
	case c.ID == "" || c.Method == "" || c.URI == "" || c.IssuedAt == nil || !oauth.AreDates(c.IssuedAt, c.ExpiresAt, c.NotBefore):
		return ErrClaims
	case c.Method != r.Method: // methods are case-sensitive (RFC 9110 §9.1)
		return ErrMethod
	case !sameURI(c.URI, r.URI):
		return ErrURI
	case invalid != nil, r.Now.Sub(c.IssuedAt.Time).Abs() > r.Window:
		return ErrTime
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

// sentinel maps what the jwt library says to the rule that was broken.
func sentinel(err error) error {
	for _, rule := range []error{ErrType, ErrAlgorithm, ErrKey, ErrMalformed} {
		if errors.Is(err, rule) {
			return err
		}
	}
	switch {
	case errors.Is(err, jwt.ErrTokenSignatureInvalid):
		return ErrSignature
	case errors.Is(err, jwt.ErrTokenUnverifiable): // an alg that the library does not know
		return ErrAlgorithm
	}
	return ErrMalformed
}
