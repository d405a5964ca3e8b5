package core

import (
	"time"

	"quartet.example/shared/oauth"
)

// PendingLogin is one attempt to sign in, from the redirect to the
// authorization server until the browser comes back. It is used once.
type PendingLogin struct {
	Nonce        string    `json:"nonce"`         // OIDC Core §3.1.2.1
	CodeVerifier string    `json:"code_verifier"` // RFC 7636 §4.1
	ReturnTo     string    `json:"return_to"`
	Issuer       string    `json:"issuer"` // where the browser was sent, RFC 9700 §4.4.2
	Expires      time.Time `json:"expires"`
	ProofKey     ProofKey  `json:"proof_key,omitempty"` // what code and tokens are bound to, RFC 9449 §10
	Logouts      int64     `json:"logouts,omitempty"`   // number of logout tokens received from the issuer before it began
	Started      time.Time `json:"started,omitzero"`

	Wants Authentication `json:"wants,omitzero"` // RFC 9470 §5

	App *AppRequest `json:"app,omitempty"` // the session is for an app, nil for this browser
}

// NewPendingLogin starts an attempt with fresh secrets of 256 bits each.
func NewPendingLogin(issuer, returnTo string, expires time.Time) PendingLogin {
	return PendingLogin{
		Nonce:        oauth.NewSecret(),
		CodeVerifier: oauth.NewSecret(),
		ReturnTo:     returnTo,
		Issuer:       issuer,
		Expires:      expires,
	}
}

// Expired reports whether the user came back too late.
func (p PendingLogin) Expired(now time.Time) bool { return !now.Before(p.Expires) }
