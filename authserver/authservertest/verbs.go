package authservertest

import (
	"context"
	"time"

	"quartet.example/authserver/controlapi"
)

// SignIn signs a user in without a browser, and gives consent. user is a username or a sub;
// authorizeURL is the authorization request, to which the client redirects the browser. It returns the
// redirect URI with the parameters of the authorization response, which may be an error such as
// invalid_scope. If the server refuses the request without a redirect, the test fails.
func (s *Server) SignIn(ctx context.Context, user, authorizeURL string) string {
	s.t.Helper()
	return s.SignInWith(ctx, controlapi.SignIn{User: user, AuthorizeURL: authorizeURL}).CallbackURL
}

// SignInWith is SignIn for a user who denies, for a browser that keeps its session, or for
// response_mode=form_post.
func (s *Server) SignInWith(ctx context.Context, in controlapi.SignIn) controlapi.SignedIn {
	s.t.Helper()
	out, err := s.verbs.SignIn(ctx, in)
	s.must(err)
	return out
}

// Advance moves the clock of the server and of its Redis, so that codes, tokens and sessions expire. d is
// rounded up to a whole second. Servers that share a Redis share the clock.
func (s *Server) Advance(d time.Duration) {
	s.t.Helper()
	_, err := s.verbs.Advance(s.t.Context(), d)
	s.must(err)
}

// RotateKeys replaces the signing keys. The new ones sign at once; tokens of the old ones stay valid, until
// the server has been rotated another 20 times.
func (s *Server) RotateKeys() {
	s.t.Helper()
	s.must(s.verbs.RotateKeys(s.t.Context()))
}

// Logout ends all sessions and grants of a user, and sends the logout tokens (OIDC Back-Channel Logout
// §2.5). user is a username or a sub.
func (s *Server) Logout(user string) {
	s.t.Helper()
	s.must(s.verbs.Logout(s.t.Context(), user))
}

// must fails the test if there is an error.
func (s *Server) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatalf("authservertest: %v", err)
	}
}
