package naive

import (
	"net/http"

	"github.com/go-oauth2/oauth2/v4"

	"quartet.example/shared/oauth"
)

// beforeAuthorize makes the checks of the authorization endpoint that are among the defences. The engine
// has not seen the request yet.
func (s *Server) beforeAuthorize(r *http.Request) error {
	ctx, app := r.Context(), s.app(r.FormValue("client_id"))
	if err := s.Defences.require(ctx, "as.redirect_uri.exact", r.FormValue("redirect_uri") == app.RedirectURI); err != nil {
		return err
	}
	if err := s.Defences.require(ctx, "as.response_type.code", r.FormValue("response_type") == "code"); err != nil {
		return err
	}
	if err := s.Defences.require(ctx, "as.prompt.consented", r.FormValue("prompt") != "none" || s.hasAllowed(r)); err != nil {
		return err
	}
	if err := s.Defences.require(ctx, "as.page.frame_denied", r.Header.Get("Sec-Fetch-Dest") != "iframe"); err != nil {
		return err
	}
	return s.Defences.require(ctx, "as.pkce.required", r.FormValue("code_challenge") != "")
}

// beforeToken does the same for the token endpoint.
func (s *Server) beforeToken(r *http.Request) error {
	ctx, grant := r.Context(), oauth2.GrantType(r.FormValue("grant_type"))
	if err := s.beforeAssertion(r); err != nil {
		return err
	}
	if err := s.Defences.require(ctx, "as.grant_type.known", grant != oauth2.PasswordCredentials); err != nil {
		return err
	}
	switch grant { //nolint:exhaustive // the others have no defence
	case oauth2.Refreshing:
		return s.beforeRefresh(r)
	case oauth2.AuthorizationCode:
		return s.beforeRedeem(r)
	}
	return nil
}

// beforeRedeem does the same for a code.
func (s *Server) beforeRedeem(r *http.Request) error {
	ctx := r.Context()
	if err := s.Defences.require(ctx, "as.code.unused", s.tokens.isFresh(r.FormValue("code"))); err != nil {
		s.end(ctx, r.FormValue("code"))
		return err
	}
	code, err := s.store.GetByCode(ctx, r.FormValue("code"))
	if err != nil || code == nil {
		return err // the engine refuses it
	}
	verifier := r.FormValue("code_verifier")
	if err := s.Defences.require(ctx, "as.pkce.downgrade", code.GetCodeChallenge() != "" || verifier == ""); err != nil {
		return err
	}
	return s.Defences.require(ctx, "as.pkce.verifier", code.GetCodeChallenge() == oauth.ChallengeOf(verifier))
}

// hasAllowed reports whether the user of the browser has allowed the client the scope before.
func (s *Server) hasAllowed(r *http.Request) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	cookie, err := r.Cookie(serverCookie)
	return err == nil && within(r.FormValue("scope"), s.allowed[s.sessions[cookie.Value]+" "+r.FormValue("client_id")])
}

// app returns the client with an id, or the zero App.
func (s *Server) app(id string) App {
	for _, app := range s.Apps {
		if app.ID == id {
			return app
		}
	}
	return App{}
}
