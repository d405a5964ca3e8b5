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
	return s.Defences.require(ctx, "as.pkce.required", r.FormValue("code_challenge") != "")
}

// beforeToken does the same for the token endpoint.
func (s *Server) beforeToken(r *http.Request) error {
	ctx, grant := r.Context(), oauth2.GrantType(r.FormValue("grant_type"))
	if err := s.Defences.require(ctx, "as.grant_type.known", grant != oauth2.PasswordCredentials); err != nil {
		return err
	}
	if grant != oauth2.AuthorizationCode {
		return nil
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

// app returns the client with an id, or the zero App.
func (s *Server) app(id string) App {
	for _, app := range s.Apps {
		if app.ID == id {
			return app
		}
	}
	return App{}
}
