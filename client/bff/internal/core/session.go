package core

import (
	"encoding/json"
	"log/slog"
	"time"

	"quartet.example/shared/oauth"
)

// Session is one signed-in browser or app.
type Session struct {
	ID      string    `json:"-"` // 256 random bits; the store has only its hash. Empty for a session in a list
	Handle  string    `json:"-"` // key of the session in the store: the hash of the ID
	Version string    `json:"-"` // of the stored record: a random value, replaced with each new token set
	Kind    Kind      `json:"kind,omitempty"`
	User    User      `json:"user"`
	Tokens  TokenSet  `json:"tokens"`
	Browser string    `json:"browser,omitempty"` // such as "Firefox on Linux", so that the user recognizes the session in a list
	Logouts int64     `json:"logouts,omitempty"` // number of logout tokens received from the issuer before the sign-in began
	Created time.Time `json:"created"`
	Ends    time.Time `json:"ends"` // the absolute limit, fixed at sign-in
	Used    time.Time `json:"-"`    // the last request, to the minute
	Idles   time.Time `json:"-"`    // the end if there is no further request
}

const publicIDLength = 22 // 132 bits

// PublicID is the id of a session on pages. It does not reveal the ID or the handle, and is
// accepted only from the user of the session.
func (s Session) PublicID() string {
	return oauth.Hash("quartet public session " + s.Handle)[:publicIDLength]
}

// User is what the ID token and UserInfo said at sign-in (OIDC Core §5.1).
type User struct {
	Issuer  string `json:"iss"`
	Subject string `json:"sub"`
	Name    string `json:"name,omitempty"`
	SID     string `json:"sid,omitempty"` // the session at the issuer, OIDC Front-Channel Logout §3

	Claims map[string]json.RawMessage `json:"claims,omitempty"` // all else that they said about the user

	AuthTime int64 `json:"auth_time,omitempty"` // auth_time: when the user authenticated, by the clock of the issuer; 0 if it is not known
}

// TokenSet is a response of the token endpoint (RFC 6749 §5.1).
type TokenSet struct {
	AccessToken  string      `json:"access_token"`
	RefreshToken string      `json:"refresh_token,omitempty"`
	IDToken      string      `json:"id_token,omitempty"`
	Scope        oauth.Scope `json:"scope,omitempty"`
	Obtained     time.Time   `json:"obtained,omitzero"`
	Expires      time.Time   `json:"expires,omitzero"` // of the access token; zero if the server did not say
	ProofKey     ProofKey    `json:"proof_key,omitempty"`
}

// GoodFor reports whether the access token is valid for at least margin after now. A margin of
// more than half its lifetime is reduced to half: otherwise a token of 30 seconds would be
// refreshed at each call. A token of unknown lifetime is valid until the resource server refuses
// it.
func (t TokenSet) GoodFor(margin time.Duration, now time.Time) bool {
	if !t.Obtained.IsZero() {
		margin = min(margin, t.Expires.Sub(t.Obtained)/2)
	}
	return t.Expires.IsZero() || now.Add(margin).Before(t.Expires)
}

// Successor returns the tokens after a refresh. What the response leaves out stays as it was (RFC
// 6749 §6, OIDC Core §12.2).
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
	answer.ProofKey = t.ProofKey // the refresh token is bound to it (RFC 9449 §5)
	return answer
}

const fingerprintLength = 8

// LogValue is what the log contains of a session: the beginning of its handle, and a fingerprint
// of its user.
func (s Session) LogValue() slog.Value {
	handle := s.Handle
	if handle == "" && s.ID != "" {
		handle = HandleOf(s.ID)
	}
	return slog.GroupValue(
		slog.String("id", handle[:min(len(handle), fingerprintLength)]),
		slog.String("sub", oauth.Fingerprint(s.User.Subject)))
}
