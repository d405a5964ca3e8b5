package naive

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"quartet.example/shared/accesstoken"
	"quartet.example/shared/dpop"
	"quartet.example/shared/oauth"
)

// API is an API with one resource, which needs an access token. Each field of Holes removes one defence.
type API struct {
	Issuer   string // whose access tokens are accepted
	Audience string // identifier of this API
	Scope    string // that a token must have
	Now      func() time.Time
	Holes    Holes

	// For the labs.
	Look     func(ctx context.Context, token string) (Holder, error) // finds opaque tokens; nil: tokens are JWTs
	Notes    *Notes                                                  // nil: users have none
	Defences Defences                                                // checks that are made although a hole is open
	HTTP     *http.Client                                            // fetches the keys; nil: http.DefaultClient

	ClientID, ClientSecret string // of this API at the issuer, to ask for revoked tokens

	keys   keys
	proofs proofs
}

// Holder is who may use an access token, and for what. User is "" for a client that acts for itself.
type Holder struct {
	User, Client string
	Scope        oauth.Scope
}

// Holes says which defences an API lacks. The zero value lacks none.
type Holes struct {
	SkipSignature bool // reads the claims without verifying the signature
	SkipAudience  bool // accepts tokens for other APIs
	SkipIssuer    bool // accepts tokens of other issuers that use the same keys
	SkipExpiry    bool // compares no date with the clock
	SkipScope     bool // accepts tokens with any scope
	SkipUser      bool // takes the token of a client for that of a user
	AnyTyp        bool // accepts ID tokens and other JWTs of the issuer
	AllowNone     bool // accepts alg none
	AllowHMAC     bool // verifies HS256 with the public key as the secret
	TrustJWK      bool // verifies with the key in the header of the token
	TokenInQuery  bool // takes the token from the URL, too
	FirstOfTwo    bool // takes the first of two Authorization headers
	FetchAlways   bool // fetches the keys for each unknown kid
	FetchOnce     bool // fetches the keys only once
	AllOrNoKeys   bool // refuses a key set if it cannot read one of the keys
	LoseKeys      bool // forgets its keys if it cannot fetch them again
	Unlimited     bool // reads a key set of any size
	Forbidden     bool // answers 403 instead of 401
	EchoToken     bool // writes the token into the error message
	Trusting      bool // lets the token say how it is verified, and checks no claim; of the other holes only those of scope, user and location count then
}

var errNoToken = errors.New("an access token is needed")

// ServeHTTP answers a request with a valid access token with the name of its user, and their notes.
func (a *API) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if !arrivedOnLoopback(r) {
		http.Error(w, "this program is vulnerable on purpose", http.StatusForbidden)
		return
	}
	raw, err := a.token(r)
	var holder Holder
	if err == nil {
		holder, err = a.holder(r, raw)
	}
	if err != nil {
		a.refuse(w, raw, err)
		return
	}
	needed := a.scopeFor(r)
	err = a.Defences.require(r.Context(), "rs.scope", holder.Scope.Has(needed))
	if (!a.Holes.SkipUser && holder.User == "") || (!a.Holes.SkipScope && !holder.Scope.Has(needed)) || err != nil {
		w.Header().Set("WWW-Authenticate", fmt.Sprintf(`Bearer error="insufficient_scope", scope=%q`, needed))
		writeError(w, http.StatusForbidden, oauth.InsufficientScope, "the token does not allow this")
		return
	}
	a.answer(w, r, holder.User)
}

// holder returns who may use a token.
func (a *API) holder(r *http.Request, raw string) (Holder, error) {
	if a.Look != nil {
		return a.Look(r.Context(), raw)
	}
	if err := a.defend(r, raw); err != nil {
		return Holder{}, err
	}
	if a.Holes.Trusting {
		return a.trust(r.Context(), raw)
	}
	var claims accesstoken.Claims
	if err := a.verify(r.Context(), raw, &claims); err != nil {
		return Holder{}, err
	}
	user, _ := claims.User()
	return Holder{User: user, Client: claims.ClientID, Scope: claims.Scopes()}, nil
}

// bearerOf returns the token in the header Authorization, or "".
func bearerOf(r *http.Request) string {
	_, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	return token
}

// token returns the token of the request (RFC 6750 §2).
func (a *API) token(r *http.Request) (string, error) {
	fields := r.Header.Values("Authorization")
	if query := r.URL.Query().Get("access_token"); a.Holes.TokenInQuery && query != "" {
		return query, nil
	}
	if len(fields) == 0 {
		return "", errNoToken
	}
	scheme, token, _ := strings.Cut(fields[0], " ")
	known := strings.EqualFold(scheme, "Bearer") || a.Holes.Trusting && strings.EqualFold(scheme, "DPoP")
	if !known || len(fields) > 1 && !a.Holes.FirstOfTwo {
		return "", errNoToken
	}
	return token, nil
}

func (a *API) refuse(w http.ResponseWriter, token string, err error) {
	text, status, challenge, code := err.Error(), http.StatusUnauthorized, "Bearer", codeOf(err)
	if a.Holes.EchoToken {
		text += ": " + token
	}
	if a.Holes.Forbidden && token != "" {
		status = http.StatusForbidden
	}
	if token != "" {
		challenge += fmt.Sprintf(" error=%q", code)
	}
	if code == oauth.UseDPoPNonce {
		w.Header().Set(dpop.NonceHeader, a.nonces().Current())
	}
	w.Header().Set("WWW-Authenticate", challenge)
	writeError(w, status, code, text)
}

// codeOf returns the error code of a refused token (RFC 6750 §3.1).
func codeOf(err error) oauth.Code {
	if refused, ok := errors.AsType[*oauth.Error](err); ok && refused.Code != "" {
		return refused.Code
	}
	return oauth.InvalidToken
}
