package naive

import (
	"net/http"

	"quartet.example/shared/oauth"
)

// beforeRefresh makes the checks of the refresh token grant that are among the defences (RFC 6749 §6).
func (s *Server) beforeRefresh(r *http.Request) error {
	ctx, token := r.Context(), r.FormValue("refresh_token")
	if err := s.Defences.require(ctx, "as.refresh.reuse", s.tokens.isFresh(token)); err != nil {
		s.end(ctx, token)
		return err
	}
	granted, err := s.store.GetByRefresh(ctx, token)
	if err != nil || granted == nil {
		return err // the engine refuses it
	}
	if err := s.Defences.require(ctx, "as.refresh.client_bound", granted.GetClientID() == r.FormValue("client_id")); err != nil {
		return err
	}
	return s.Defences.require(ctx, "as.scope.subset", within(r.FormValue("scope"), granted.GetScope()))
}

// within reports whether each scope token of one text is in the other.
func within(asked, allowed string) bool {
	inner, err := oauth.ParseScope(asked)
	if err != nil {
		return asked == ""
	}
	outer, _ := oauth.ParseScope(allowed) // a malformed one is empty
	return inner.Within(outer)
}
