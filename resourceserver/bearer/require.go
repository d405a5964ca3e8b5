package bearer

import (
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"time"

	"quartet.example/shared/oauth"
)

// Require is middleware that lets a request through if its token is valid and
// covers every one of the scope tokens; without any, a valid token is enough.
// Handlers find the token with TokenFrom.
func (v *Validator) Require(scope ...string) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			token, err := v.Authorize(r, scope...)
			if err != nil {
				WriteError(w, err)
				return
			}
			next.ServeHTTP(w, r.WithContext(WithToken(r.Context(), token)))
		})
	}
}

// WriteError answers with what Authorize returned: status, WWW-Authenticate,
// Retry-After, and a JSON body {"error", "error_description"}.
func WriteError(w http.ResponseWriter, err error) {
	var refused *oauth.Error
	if !errors.As(err, &refused) {
		refused = oauth.ServerError.With("something went wrong on our side")
	}
	h := w.Header()
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Type", "application/json")
	if refused.Challenge != "" {
		h.Set("WWW-Authenticate", refused.Challenge)
	}
	if refused.RetryAfter > 0 {
		h.Set("Retry-After", strconv.Itoa(int((refused.RetryAfter+time.Second-1)/time.Second)))
	}
	w.WriteHeader(refused.Status())
	_ = json.NewEncoder(w).Encode(map[string]string{"error": string(refused.Code), "error_description": refused.Description})
}
