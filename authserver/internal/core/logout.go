package core

import "time"

// Logout is a checked request to sign out that waits for the decision of the user (OIDC
// RP-Initiated Logout §2).
type Logout struct {
	ClientID    string    `json:"client_id,omitempty"`
	RedirectURI string    `json:"redirect_uri,omitempty"` // registered for the client
	State       string    `json:"state,omitempty"`
	HintSubject string    `json:"hint_sub,omitempty"` // what id_token_hint proved, "" if none came
	HintSession string    `json:"hint_sid,omitempty"`
	Unverified  bool      `json:"unverified,omitempty"` // the hint cannot be verified, because its key was removed
	BrowserHash string    `json:"browser,omitempty"`    // set when the question is shown
	SessionID   string    `json:"sid,omitempty"`        // the session that the user was asked about
	ExpiresAt   time.Time `json:"expires_at"`
}

// Proves tells whether the hint names the session. An ID token of another session of
// the same user, perhaps an old or stolen one, must not end this one without a question
// (OIDC RP-Initiated Logout §2).
func (l *Logout) Proves(s *Session) bool {
	return l.HintSession != "" && l.HintSession == s.ID
}
