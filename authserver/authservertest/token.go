package authservertest

import "quartet.example/authserver/controlapi"

// Token says what a token contains. Every field may be left out.
type Token = controlapi.Token

// IssueToken returns a token without a flow: an access token, unless Type says otherwise. Its audience is
// the resource of its scopes. With the scope openid, userinfo accepts it too.
func (s *Server) IssueToken(t Token) string {
	s.t.Helper()
	issued, err := s.verbs.Issue(s.t.Context(), t)
	s.must(err)
	return issued.Token
}

// ForgeToken returns a token with one flaw, such as controlapi.Expired or controlapi.AlgNone. It is
// otherwise the token of IssueToken. A service that accepts it does not validate tokens.
func (s *Server) ForgeToken(flaw controlapi.Flaw, t Token) string {
	s.t.Helper()
	issued, err := s.verbs.Forge(s.t.Context(), controlapi.Forgery{Flaw: flaw, Token: t})
	s.must(err)
	return issued.Token
}
