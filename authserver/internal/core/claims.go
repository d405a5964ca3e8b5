package core

import (
	"slices"

	"quartet.example/shared/oauth"
)

// ClaimsRequest names the claims about the user that a client asked for one by
// one, and may have (OIDC Core §5.5): those of scopes that it is registered for.
type ClaimsRequest struct {
	UserInfo []string `json:"userinfo,omitempty"`
	IDToken  []string `json:"id_token,omitempty"`
}

// ACRPassword is the authentication context of a sign-in with a password, the
// only one so far: level of assurance 1 of ISO/IEC 29115 (OIDC Core §2).
const ACRPassword = "1"

// ACRs are the authentication contexts that a sign-in can have here.
func ACRs() []string { return []string{ACRPassword} }

// Permissions are what the user is asked to allow: the scope, and each single
// claim that no scope of the request releases.
func (r *AuthorizationRequest) Permissions() oauth.Scope {
	return slices.Concat(r.Scope, r.SingleClaims)
}
