package checks

import "quartet.example/shared/oauth"

// The token endpoint (RFC 6749 §3.2): what a grant must be.
var (
	GrantTypePresent = oauth.Check{
		ID: "as.grant_type.present", Spec: "RFC 6749 §5.2", Error: oauth.InvalidRequest,
		Meaning: "grant_type is sent",
		Refusal: "grant_type is missing",
		Stops:   "guessing which grant type the client wants",
	}
	GrantTypeKnown = oauth.Check{
		ID: "as.grant_type.known", Spec: "RFC 6749 §5.2", Error: oauth.UnsupportedGrantType,
		Meaning: "this server implements the grant type",
		Refusal: "grant_type is not supported",
		Stops:   "the password grant, and other grants that are not supported", Decisive: "password grant",
	}
	CodePresent = oauth.Check{
		ID: "as.code.present", Spec: "RFC 6749 §4.1.3", Error: oauth.InvalidRequest,
		Meaning: "code is sent",
		Refusal: "code is missing",
		Stops:   "incomplete requests",
	}
	CodeKnown = oauth.Check{
		ID: "as.code.known", Spec: "RFC 6749 §5.2", Error: oauth.InvalidGrant,
		Meaning: "the code was issued here and has not expired",
		Refusal: "the code is unknown or expired",
		Stops:   "guessed and expired codes",
	}
	CodeUnused = oauth.Check{
		ID: "as.code.unused", Spec: "RFC 6749 §4.1.2", Error: oauth.InvalidGrant,
		Meaning: "the code was not used before; if it was, all tokens that were issued for it are revoked",
		Refusal: "the code was already used",
		Stops:   "a second redemption of a code, by the client or by a thief", Suspicious: true, Decisive: "code replay",
	}
	CodeClientBound = oauth.Check{
		ID: "as.code.client_bound", Spec: "RFC 6749 §4.1.3", Error: oauth.InvalidGrant,
		Meaning: "the code was issued to this client",
		Refusal: "the code was issued to another client",
		Stops:   "one client redeeming the code of another", Suspicious: true, Decisive: "code of another client",
	}
	RedirectURISameAtToken = oauth.Check{
		ID: "as.redirect_uri.same_at_token", Spec: "RFC 6749 §4.1.3", Error: oauth.InvalidGrant,
		Meaning: "redirect_uri is the same as in the authorization request",
		Refusal: "redirect_uri differs from the authorization request",
		Stops:   "codes obtained with a manipulated redirect URI", Suspicious: true,
	}
	PKCEVerifier = oauth.Check{
		ID: "as.pkce.verifier", Spec: "RFC 7636 §4.6", Error: oauth.InvalidGrant,
		Meaning: "the SHA-256 hash of code_verifier is the code_challenge of the authorization request",
		Refusal: "code_verifier is missing or does not match the code_challenge",
		Stops:   "stolen and injected authorization codes", Suspicious: true, Decisive: "stolen code, code injection",
	}
	PKCEDowngrade = oauth.Check{
		ID: "as.pkce.downgrade", Spec: "RFC 9700 §4.8.2", Error: oauth.InvalidGrant,
		Meaning: "code_verifier is sent only if the authorization request had a code_challenge",
		Refusal: "code_verifier without a code_challenge in the authorization request",
		Stops:   "an attacker who removes the challenge from the authorization request", Suspicious: true, Decisive: "PKCE downgrade",
	}
	RefreshPresent = oauth.Check{
		ID: "as.refresh.present", Spec: "RFC 6749 §6", Error: oauth.InvalidRequest,
		Meaning: "refresh_token is sent",
		Refusal: "refresh_token is missing",
		Stops:   "incomplete requests",
	}
	RefreshCurrent = oauth.Check{
		ID: "as.refresh.current", Spec: "RFC 6749 §5.2", Error: oauth.InvalidGrant,
		Meaning: "the refresh token belongs to a grant that has neither expired nor been revoked",
		Refusal: "the refresh token is unknown, expired or revoked",
		Stops:   "guessed, expired and revoked refresh tokens", Decisive: "revoked token",
	}
	RefreshReuse = oauth.Check{
		ID: "as.refresh.reuse", Spec: "RFC 9700 §4.14.2", Error: oauth.InvalidGrant,
		Meaning: "the refresh token was not replaced before; if it was, all refresh tokens of the grant are revoked",
		Refusal: "the refresh token was already used",
		Stops:   "two parties that use the same refresh token, of which one has stolen it", Suspicious: true, Decisive: "refresh token replay",
	}
	RefreshClientBound = oauth.Check{
		ID: "as.refresh.client_bound", Spec: "RFC 6749 §10.4", Error: oauth.InvalidGrant,
		Meaning: "the refresh token was issued to this client",
		Refusal: "the refresh token was issued to another client",
		Stops:   "one client using the refresh token of another", Suspicious: true, Decisive: "stolen refresh token",
	}
	ScopeSubset = oauth.Check{
		ID: "as.scope.subset", Spec: "RFC 6749 §6", Error: oauth.InvalidScope,
		Meaning: "the requested scope is within the granted scope",
		Refusal: "scope is wider than what was granted",
		Stops:   "more scope than the user has allowed", Decisive: "scope escalation",
	}
	ClientCredentialsConfidential = oauth.Check{
		ID: "as.client_credentials.confidential", Spec: "RFC 6749 §4.4", Error: oauth.UnauthorizedClient,
		Meaning: "the client that requests a token for itself is confidential",
		Refusal: "a public client cannot act for itself",
		Stops:   "tokens for somebody who knows only the client_id of a public client",
	}
	UserActive = oauth.Check{
		ID: "as.user.active", Spec: "RFC 6749 §5.2", Error: oauth.InvalidGrant,
		Meaning: "the user of the grant is neither deleted nor disabled",
		Refusal: "the user is not active any more",
		Stops:   "clients that act for users who were disabled or deleted",
	}
	TokenClientBound = oauth.Check{
		ID: "as.token.client_bound", Spec: "RFC 7009 §2.1", Error: oauth.InvalidGrant,
		Meaning: "the token to be revoked was issued to this client",
		Refusal: "the token was issued to another client",
		Stops:   "one client revoking the tokens of another", Suspicious: true, Decisive: "revocation by another client",
	}
)
