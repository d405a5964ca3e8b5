package naive

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"sync"
)

// families knows which codes and refresh tokens were used, and what they were used for. The engine has
// nothing like it. An entry is never removed: a run of a lab is short.
type families struct {
	mu   sync.Mutex
	used map[string]*family // by code and refresh token
}

// family is what was issued for one code.
type family struct{ access, refresh string }

// isFresh reports whether a code or refresh token was not used before.
func (f *families) isFresh(credential string) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.used[credential] == nil || f.used[credential].refresh == credential
}

// replace notes what was issued for a code or refresh token.
func (f *families) replace(credential, access, refresh string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.used == nil {
		f.used = map[string]*family{}
	}
	of := f.used[credential]
	if of == nil {
		of = &family{}
		f.used[credential] = of
	}
	of.access, of.refresh = access, refresh
	f.used[refresh] = of
}

// end revokes the tokens of the family to which a code or refresh token belongs (RFC 6749 §4.1.2, RFC 9700
// §4.14.2).
func (s *Server) end(ctx context.Context, credential string) {
	s.tokens.mu.Lock()
	defer s.tokens.mu.Unlock()
	if of := s.tokens.used[credential]; of != nil {
		_ = s.store.RemoveByAccess(ctx, of.access) // in memory: never fails
		_ = s.store.RemoveByRefresh(ctx, of.refresh)
	}
}

// issue lets the engine answer a token request, and notes what it issued.
func (s *Server) issue(w http.ResponseWriter, r *http.Request) {
	answer := httptest.NewRecorder()
	_ = s.engine.HandleTokenRequest(answer, r)
	var issued struct {
		Access  string `json:"access_token"`
		Refresh string `json:"refresh_token"`
	}
	if json.Unmarshal(answer.Body.Bytes(), &issued) == nil && issued.Refresh != "" {
		s.tokens.replace(r.FormValue("code")+r.FormValue("refresh_token"), issued.Access, issued.Refresh)
	}
	for name, values := range answer.Header() {
		w.Header()[name] = values
	}
	w.WriteHeader(answer.Code)
	_, _ = w.Write(answer.Body.Bytes())
}
