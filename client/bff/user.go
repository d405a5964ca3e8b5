package bff

import (
	"bytes"
	"encoding/json"
	"errors"
	"maps"
	"net/http"
	"slices"
	"time"

	"quartet.example/client/bff/internal/core"
	"quartet.example/client/bff/internal/session"
)

// ErrNobody is the error for a request without a session.
var ErrNobody = errors.New("bff: nobody is signed in")

// User is the user who is signed in. Identify users by Issuer and Subject together, because a subject
// is unique at its issuer only (OIDC Core §2).
type User struct {
	Issuer  string
	Subject string
	Name    string // for people; may be empty
	App     bool   // signed in with a mobile app, not with a browser

	// Claims are what the ID token and UserInfo said about the user when they signed in, as JSON,
	// such as email or groups: what was asked for with Config.Scopes. Where both have a claim, it
	// is that of the ID token. Claims about the token itself are left out. See Claim.
	Claims map[string]json.RawMessage

	// FormToken must be in each form of a page for this user, as the hidden field csrf: Protect
	// compares it at every POST. It belongs to the session, and is no token of OAuth.
	FormToken string
}

// Claim decodes the claim of that name into v, as encoding/json does. It returns false if the
// user has no such claim, or if it has another type than v.
func (u User) Claim(name string, v any) bool {
	raw, ok := u.Claims[name]
	return ok && json.Unmarshal(raw, v) == nil
}

// Session is what may be shown of a session. There is no token in it.
type Session struct {
	ID       string // public: the id in /sessions/{id}/end, of use to its own user only
	App      bool   // of a mobile app, not of a browser
	Browser  string // such as "Firefox on Linux"; may be empty
	This     bool   // the session of the request
	SignedIn time.Time
	LastUsed time.Time // to the minute
	Ends     time.Time // the end, also if it is used until then
}

// Grant is what the application holds for the session of a request. There is no token in it.
type Grant struct {
	Scopes             []string
	Audience           string    // resource that access tokens are asked for (RFC 8707), "" if none is
	AccessTokenExpires time.Time // zero if the server did not say
	HasRefreshToken    bool
	Idles              time.Time // the end of the session if there is no further request
	Ends               time.Time
	CookieName         string
	CookieSameSite     string // Strict or Lax
}

// User returns who is signed in. It returns ErrNobody for a request without a session or with one
// that is over, and another error if Redis cannot be reached: do not treat the user as signed out
// then. Behind Protect and Recognize it sends no command to Redis.
//
// It does not say what the request may do. For a handler that changes something use Protect,
// which also refuses requests of other sites.
func (s *Server) User(r *http.Request) (User, error) {
	found, err := s.sessionOf(r)
	if err != nil {
		return User{}, err
	}
	return User{
		Issuer: found.User.Issuer, Subject: found.User.Subject, Name: found.User.Name, App: found.Kind == core.ForApp, Claims: copied(found.User.Claims),
		FormToken: session.FormSecret(found.ID),
	}, nil
}

// copied returns a copy of claims, which the application may change. Other requests share the claims
// of the session.
func copied(claims map[string]json.RawMessage) map[string]json.RawMessage {
	own := maps.Clone(claims)
	for name, raw := range own {
		own[name] = bytes.Clone(raw)
	}
	return own
}

// Sessions lists the sessions of the user of the request, the one of the request first, then by
// last use. Errors are those of User.
func (s *Server) Sessions(r *http.Request) ([]Session, error) {
	own, err := s.sessionOf(r)
	if err != nil {
		return nil, err
	}
	list, err := session.Own(r.Context(), s.store, own)
	all := make([]Session, len(list))
	for i, one := range list {
		all[i] = Session{one.ID, one.Kind == core.ForApp, one.Browser, one.This, one.SignedIn, one.LastUsed, one.Ends}
	}
	return all, err
}

// Grant describes what the application holds for the session of the request. Errors are those of
// User.
func (s *Server) Grant(r *http.Request) (Grant, error) {
	found, err := s.sessionOf(r)
	return Grant{
		Scopes: slices.Clone(found.Tokens.Scope), Audience: s.audience(), AccessTokenExpires: found.Tokens.Expires, HasRefreshToken: found.Tokens.RefreshToken != "",
		Idles: found.Idles, Ends: found.Ends, CookieName: s.guard.Cookie.SessionName(), CookieSameSite: s.guard.Cookie.SameSite(),
	}, err
}

// Forget deletes the cookies of the browser, whose session is over.
func (s *Server) Forget(w http.ResponseWriter) { s.guard.Cookie.Clear(w) }
