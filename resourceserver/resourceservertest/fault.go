package resourceservertest

import (
	"cmp"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"quartet.example/resourceserver/bearer"
	"quartet.example/shared/dpop"
	"quartet.example/shared/oauth"
)

// Fault makes one response, or several, fail. Method and Path choose the request; an empty field chooses
// all. The other fields say what happens in place of the response.
type Fault struct {
	Method string
	Path   string // such as /notes, without the query
	Times  int    // how many requests; default: 1

	Error       oauth.Code        // an error with a challenge (RFC 6750 §3): invalid_token is 401, insufficient_scope 403, use_dpop_nonce 401 with a nonce
	Description string            // error_description; default: a text that names FailNext
	Challenge   map[string]string // further parameters of the challenge, such as scope, acr_values and max_age (RFC 9470 §3)
	Status      int               // an HTTP status: without Error with an empty body
	Drop        bool              // the connection is closed without a response

	Delay time.Duration // before all of these; alone, the request is answered as usual after it
}

const faultText = "a test asked for this error with FailNext"

// FailNext makes the next request that a fault chooses fail. Several faults for the same requests are
// used in this order.
func (s *Server) FailNext(faults ...Fault) {
	s.t.Helper()
	for _, f := range faults {
		if f.Error == "" && f.Status == 0 && !f.Drop && f.Delay == 0 {
			s.t.Fatal("resourceservertest: the fault does nothing: set Error, Status, Drop or Delay")
		}
		f.Times = max(f.Times, 1)
		s.mu.Lock()
		s.faults = append(s.faults, f)
		s.mu.Unlock()
	}
}

// takeFault uses the first fault for the request, once.
func (s *Server) takeFault(r *http.Request) (Fault, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	i := slices.IndexFunc(s.faults, func(f Fault) bool {
		return (f.Method == "" || f.Method == r.Method) && (f.Path == "" || f.Path == r.URL.Path)
	})
	if i < 0 {
		return Fault{}, false
	}
	f := s.faults[i]
	if s.faults[i].Times--; s.faults[i].Times == 0 {
		s.faults = slices.Delete(s.faults, i, i+1)
	}
	return f, true
}

// failing applies the faults.
func (s *Server) failing(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		f, fails := s.takeFault(r)
		if fails {
			s.wait(r, f.Delay)
		}
		switch {
		case f.Drop:
			panic(http.ErrAbortHandler) // net/http closes the connection
		case f.Error != "":
			bearer.WriteError(w, f.refusal(r))
		case f.Status != 0:
			w.WriteHeader(f.Status)
		default:
			next.ServeHTTP(w, r)
		}
	})
}

// wait waits until the delay is over, the client closes the connection, or the server ends.
func (s *Server) wait(r *http.Request, delay time.Duration) {
	timer := time.NewTimer(delay)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-r.Context().Done():
	case <-s.ended:
	}
}

// refusal returns the error with its challenge, unless the server is to blame for it.
func (f Fault) refusal(r *http.Request) *oauth.Error {
	refused := f.Error.With(cmp.Or(f.Description, faultText))
	proof := f.Error == oauth.UseDPoPNonce || f.Error == oauth.InvalidDPoPProof
	if proof {
		refused = refused.WithStatus(http.StatusUnauthorized) // RFC 9449 §7.1, §9
	}
	if f.Status != 0 {
		refused = refused.WithStatus(f.Status)
	}
	if refused.Status() >= http.StatusInternalServerError {
		return refused
	}
	if f.Error == oauth.UseDPoPNonce {
		refused.Header = http.Header{http.CanonicalHeaderKey(dpop.NonceHeader): {oauth.NewSecret()}}
	}
	scheme, _, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if proof || strings.EqualFold(scheme, oauth.TokenTypeDPoP) {
		return refused.WithChallenge(f.challenge(oauth.TokenTypeDPoP, refused))
	}
	return refused.WithChallenge(f.challenge(oauth.TokenTypeBearer, refused))
}

// challenge returns the value of WWW-Authenticate (RFC 6750 §3, RFC 9449 §7.1).
func (f Fault) challenge(scheme string, e *oauth.Error) string {
	text := fmt.Sprintf("%s realm=%q, error=%q, error_description=%q", scheme, "notes", e.Code, e.Description)
	for _, name := range slices.Sorted(maps.Keys(f.Challenge)) {
		text += fmt.Sprintf(", %s=%q", name, f.Challenge[name])
	}
	return text
}
