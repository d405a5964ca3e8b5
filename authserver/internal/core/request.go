package core

import "quartet.example/shared/oauth"

// AuthorizationRequest is an authorization request that passed its checks
// (RFC 6749 §4.1.1, RFC 7636 §4.3, OIDC Core §3.1.2.1).
type AuthorizationRequest struct {
	ClientID      string      `json:"client_id"`
	RedirectURI   string      `json:"redirect_uri"`  // where the response is sent: the requested URI, or the only registered one
	ResponseMode  string      `json:"response_mode"` // "query" or "form_post"
	Scope         oauth.Scope `json:"scope"`         // known, and allowed for the client
	State         string      `json:"state,omitempty"`
	CodeChallenge string      `json:"code_challenge,omitempty"` // S256; "" only for a client with PKCEOptional
	Nonce         string      `json:"nonce,omitempty"`
	Prompt        []string    `json:"prompt,omitempty"`
	MaxAge        *int64      `json:"max_age,omitempty"` // seconds
	LoginHint     string      `json:"login_hint,omitempty"`
	HintSubject   string      `json:"hint_sub,omitempty"` // the user whom id_token_hint names
	Resource      []string    `json:"resource,omitempty"` // RFC 8707 §2
	KeyThumbprint string      `json:"jkt,omitempty"`      // the key that the code is bound to, "" for none (RFC 9449 §10)
	Pushed        string      `json:"pushed,omitempty"`   // oauth.Hash of its request URI, "" if it was not pushed (RFC 9126)

	Claims       ClaimsRequest `json:"claims,omitzero"`         // OIDC Core §5.5
	SingleClaims oauth.Scope   `json:"single_claims,omitempty"` // claim:NAME for each claim that needs a consent of its own
}

// OpenID reports whether it is an OpenID Connect request (OIDC Core §3.1.2.1).
func (r *AuthorizationRequest) OpenID() bool { return r.Scope.Has("openid") }
