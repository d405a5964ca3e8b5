package lab

import (
	"fmt"
	"net/http"
	"net/url"
)

// SignInTo signs the user of a browser in at an app, and returns the tokens of the app. more changes the
// authorization request, as in Begin. The error is a *Refusal if the token endpoint refuses.
func (s *Scene) SignInTo(app App, b *Browser, more url.Values) (Tokens, error) {
	login := s.Begin(app, more)
	if err := b.SignIn(login.URL); err != nil {
		return Tokens{}, err
	}
	back := b.Reached(app.RedirectURI)
	if back == nil || back.Query().Get("code") == "" {
		return Tokens{}, fmt.Errorf("the browser of %s was not sent back with a code", b.Username)
	}
	form := url.Values{"grant_type": {"authorization_code"}, "code": {back.Query().Get("code")}, "redirect_uri": {app.RedirectURI}}
	if app.PKCE {
		form.Set("code_verifier", login.Verifier)
	}
	for _, resource := range more["resource"] {
		form.Add("resource", resource)
	}
	return s.Token(s.programOf(app, b), app, form)
}

// programOf returns what sends the requests of an app that somebody uses.
func (s *Scene) programOf(app App, b *Browser) *http.Client {
	if b.Username == attackerName || app.ID == s.Mallory.ID {
		return s.Program
	}
	return s.VictimProgram
}
