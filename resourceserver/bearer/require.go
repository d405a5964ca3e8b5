package bearer

import (
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"time"

	"quartet.example/shared/dpop"
	"quartet.example/shared/oauth"
)

// Require returns middleware that accepts a request if its token is valid and has all of these
// scope tokens; without arguments a valid token is sufficient. Handlers get the token with
// TokenFrom.
func (v *Validator) Require(scope ...string) func(http.Handler) http.Handler {
	return v.Guard(Requirement{Scope: scope})
}

// Guard is like Require, for routes with further requirements.
func (v *Validator) Guard(need Requirement) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			v.SetNonce(w.Header(), r)
			token, err := v.Authorize(r, need)
			if err != nil {
				WriteError(w, err)
				return
			}
			next.ServeHTTP(w, r.WithContext(WithToken(r.Context(), token)))
		})
	}
}

// SetNonce adds a nonce for the next proof to the response, if the request has a proof, valid or
// not, and proofs need a nonce (RFC 9449 §8.2). The middleware calls it.
func (v *Validator) SetNonce(answer http.Header, r *http.Request) {
	if v.nonces != nil && len(r.Header.Values(dpop.Header)) > 0 {
		answer.Set(dpop.NonceHeader, v.nonces.Current())
	}
}

// WriteError writes an error of Authorize: status, challenges, Retry-After, and a JSON object with
// error and error_description. If the request had no credentials the object is empty (RFC 6750
// §3.1).
func WriteError(w http.ResponseWriter, err error) {
	var refused *oauth.Error
	if !errors.As(err, &refused) {
		refused = oauth.ServerError.With("something went wrong on our side")
	}
	h := w.Header()
	h.Set("Cache-Control", "no-store")
	if refused.Challenge != "" {
		h.Set("WWW-Authenticate", refused.Challenge)
	}
	for name, values := range refused.Header {
		h[name] = append(h[name], values...)
	}
	if refused.RetryAfter > 0 {
		h.Set("Retry-After", strconv.Itoa(int((refused.RetryAfter+time.Second-1)/time.Second)))
	}
	h.Set("Content-Type", "application/json")
	body := map[string]string{}
	if refused.Code != "" {
		body["error"], body["error_description"] = string(refused.Code), refused.Description
	}
	w.WriteHeader(refused.Status())
	_ = json.NewEncoder(w).Encode(body)
}
