package core

import (
	"log/slog"
	"time"

	"quartet.example/shared/oauth"
)

// Session is one signed-in browser. The browser knows its ID and nothing else.
type Session struct {
	ID      string    `json:"-"` // 256 random bits; the store knows only its hash
	Version int64     `json:"-"` // grows with each new token set
	User    User      `json:"user"`
	Tokens  TokenSet  `json:"tokens"`
	Created time.Time `json:"created"`
	Ends    time.Time `json:"ends"` // the absolute limit, fixed at sign-in
}

// User is what the ID token and UserInfo said at sign-in (OIDC Core §5.1).
type User struct {
	Issuer  string `json:"iss"`
	Subject string `json:"sub"`
	Name    string `json:"name,omitempty"`
	SID     string `json:"sid,omitempty"` // the session at the issuer, OIDC Front-Channel Logout §3
}

// TokenSet is what the token endpoint gave (RFC 6749 §5.1).
type TokenSet struct {
	AccessToken  string      `json:"access_token"`
	RefreshToken string      `json:"refresh_token,omitempty"`
	IDToken      string      `json:"id_token,omitempty"`
	Scope        oauth.Scope `json:"scope,omitempty"`
	Obtained     time.Time   `json:"obtained,omitzero"`
	Expires      time.Time   `json:"expires,omitzero"` // of the access token; zero if the server did not say
}

// GoodFor tells whether the access token lives for at least margin after now. A
// margin of more than half its lifetime is cut to that: a token of 30 seconds
// must not be refreshed at each call. A token of unknown lifetime is good until
// the resource server says otherwise.
func (t TokenSet) GoodFor(margin time.Duration, now time.Time) bool {
	if !t.Obtained.IsZero() {
		margin = min(margin, t.Expires.Sub(t.Obtained)/2)
	}
	return t.Expires.IsZero() || now.Add(margin).Before(t.Expires)
}

// Successor is the token set after a refresh. What the answer left out stays
// as it was (RFC 6749 §6, OIDC Core §12.2).
func (t TokenSet) Successor(answer TokenSet) TokenSet {
	if answer.RefreshToken == "" {
		answer.RefreshToken = t.RefreshToken
	}
	if answer.IDToken == "" {
		answer.IDToken = t.IDToken
	}
	if len(answer.Scope) == 0 {
		answer.Scope = t.Scope
	}
	return answer
}

// LogValue keeps a session that is logged by mistake from telling its secrets.
func (s Session) LogValue() slog.Value {
	return slog.GroupValue(slog.String("id", oauth.Fingerprint(s.ID)), slog.String("sub", s.User.Subject))
}
