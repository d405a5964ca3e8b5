package checks

import "quartet.example/shared/oauth"

// The authorization request. The first group never redirects: until client and
// redirect URI are known to belong together, nothing is sent anywhere (RFC 6749
// §4.1.2.1).
var (
	RequestSingle = oauth.Check{
		ID: "as.request.single", Spec: "RFC 6749 §3.1", Error: oauth.InvalidRequest,
		Meaning: "no parameter is repeated",
		Refusal: "a parameter is included more than once",
		Stops:   "parameter pollution: one part reads the first value, another the last",
	}
	RequestClient = oauth.Check{
		ID: "as.request.client", Spec: "RFC 6749 §4.1.2.1", Error: oauth.InvalidRequest,
		Meaning: "client_id names a registered client",
		Refusal: "client_id is missing or unknown",
		Stops:   "redirects on behalf of clients that do not exist",
	}
	RedirectURIPresent = oauth.Check{
		ID: "as.redirect_uri.present", Spec: "OIDC Core §3.1.2.1", Error: oauth.InvalidRequest,
		Meaning: "redirect_uri is sent, or the client has just one and does not use OpenID Connect",
		Refusal: "redirect_uri is missing",
		Stops:   "guessing where the answer should go",
	}
	RedirectURIExact = oauth.Check{
		ID: "as.redirect_uri.exact", Spec: "RFC 9700 §2.1", Error: oauth.InvalidRequest,
		Meaning: "redirect_uri is, character by character, one that the client registered",
		Refusal: "redirect_uri is not registered for this client",
		Stops:   "codes delivered to an attacker, open redirection", Suspicious: true,
	}
)

// The second group goes back to the client as a redirect (RFC 6749 §4.1.2.1).
var (
	ResponseTypePresent = oauth.Check{
		ID: "as.response_type.present", Spec: "RFC 6749 §3.1.1", Error: oauth.InvalidRequest,
		Meaning: "response_type is sent",
		Refusal: "response_type is missing",
		Stops:   "guessing which flow the client meant",
	}
	ResponseTypeCode = oauth.Check{
		ID: "as.response_type.code", Spec: "RFC 9700 §2.1.2", Error: oauth.UnsupportedResponseType,
		Meaning: "response_type is code",
		Refusal: "only response_type code is supported",
		Stops:   "tokens in URLs: the implicit and hybrid flows",
	}
	ResponseModeKnown = oauth.Check{
		ID: "as.response_mode.known", Spec: "OAuth 2.0 Multiple Response Types §2.1", Error: oauth.InvalidRequest,
		Meaning: "response_mode is one that the metadata lists",
		Refusal: "response_mode is not supported",
		Stops:   "codes in fragments and messages between windows",
	}
	RequestObjectAbsent = oauth.Check{
		ID: "as.request_object.absent", Spec: "OIDC Core §6.1", Error: oauth.RequestNotSupported,
		Meaning: "there is no request parameter",
		Refusal: "request objects are not supported",
		Stops:   "silently ignoring a signed request",
	}
	RequestURIAbsent = oauth.Check{
		ID: "as.request_uri.absent", Spec: "OIDC Core §6.2", Error: oauth.RequestURINotSupported,
		Meaning: "request_uri, if there is one, names a request that was pushed here",
		Refusal: "request_uri is only supported for pushed requests",
		Stops:   "making the server fetch a URL of the attacker's choice",
	}
	ClientCodeAllowed = oauth.Check{
		ID: "as.client.code_allowed", Spec: "RFC 6749 §4.1.2.1", Error: oauth.UnauthorizedClient,
		Meaning: "the client is registered for the authorization code grant",
		Refusal: "the client is not registered for this grant",
		Stops:   "grants that the client never needed",
	}
	PKCERequired = oauth.Check{
		ID: "as.pkce.required", Spec: "RFC 9700 §2.1.1", Error: oauth.InvalidRequest,
		Meaning: "the request has a code_challenge",
		Refusal: "code_challenge is missing",
		Stops:   "stolen and injected authorization codes",
	}
	PKCES256Only = oauth.Check{
		ID: "as.pkce.s256_only", Spec: "RFC 9700 §2.1.1", Error: oauth.InvalidRequest,
		Meaning: "the code challenge method is S256, and the challenge has its form",
		Refusal: "code_challenge_method must be S256 with a well-formed code_challenge",
		Stops:   "the method plain, which shows the verifier to whoever sees the request",
	}
	ScopeWellFormed = oauth.Check{
		ID: "as.scope.well_formed", Spec: "RFC 6749 §3.3", Error: oauth.InvalidScope,
		Meaning: "scope keeps to the grammar",
		Refusal: "scope is malformed",
		Stops:   "header, log and page injection by way of scope",
	}
	ScopePresent = oauth.Check{
		ID: "as.scope.present", Spec: "RFC 6749 §3.3", Error: oauth.InvalidScope,
		Meaning: "the request says what it asks for",
		Refusal: "scope is missing",
		Stops:   "guessing which access the client meant",
	}
	ScopeKnown = oauth.Check{
		ID: "as.scope.known", Spec: "RFC 6749 §3.3", Error: oauth.InvalidScope,
		Meaning: "every scope exists, the client may request it, and its registration still allows a part of the granted scope",
		Refusal: "scope is unknown, or not allowed for this client",
		Stops:   "clients that ask for more than they were registered for",
	}
	ResourceKnown = oauth.Check{
		ID: "as.resource.known", Spec: "RFC 8707 §2", Error: oauth.InvalidTarget,
		Meaning: "resource names a registered resource that owns a requested scope",
		Refusal: "resource is unknown or malformed",
		Stops:   "tokens for an audience nobody registered",
	}
	RequestLength = oauth.Check{
		ID: "as.request.length", Spec: "RFC 9126 §2.3", Error: oauth.InvalidRequest,
		Meaning: "each parameter is within its maximum length: 4096 bytes for state and for nonce, less for most others",
		Refusal: "a parameter is too long",
		Stops:   "using the server as storage",
	}
	PromptWellFormed = oauth.Check{
		ID: "as.prompt.well_formed", Spec: "OIDC Core §3.1.2.1", Error: oauth.InvalidRequest,
		Meaning: "prompt holds known values, and none stands alone",
		Refusal: "prompt is malformed",
		Stops:   "contradictory requirements about showing pages",
	}
	MaxAgeWellFormed = oauth.Check{
		ID: "as.max_age.well_formed", Spec: "OIDC Core §3.1.2.1", Error: oauth.InvalidRequest,
		Meaning: "max_age is a count of seconds",
		Refusal: "max_age must be a non-negative integer",
		Stops:   "overflow tricks that make an old sign-in look fresh",
	}
	PromptSignedIn = oauth.Check{
		ID: "as.prompt.signed_in", Spec: "OIDC Core §3.1.2.6", Error: oauth.LoginRequired,
		Meaning: "prompt=none comes with a session that is fresh enough",
		Refusal: "the user is not signed in",
		Stops:   "pages in hidden frames",
	}
	PromptConsented = oauth.Check{
		ID: "as.prompt.consented", Spec: "OIDC Core §3.1.2.6", Error: oauth.ConsentRequired,
		Meaning: "prompt=none asks for no more than the user allowed before",
		Refusal: "the user has not allowed this",
		Stops:   "clients that get more access without asking the user",
	}
	IDTokenHintGenuine = oauth.Check{
		ID: "as.id_token_hint.genuine", Spec: "OIDC Core §3.1.2.1", Error: oauth.InvalidRequest,
		Meaning: "id_token_hint is an ID token of this issuer; if its key was removed, it only limits for which user there may be an answer",
		Refusal: "id_token_hint is not one of ours",
		Stops:   "forged tokens that steer who is asked to sign in",
	}
	IDTokenHintMatch = oauth.Check{
		ID: "as.id_token_hint.match", Spec: "OIDC Core §3.1.2.1", Error: oauth.LoginRequired,
		Meaning: "id_token_hint names the user who is signed in",
		Refusal: "another user is signed in",
		Stops:   "answers about one user given to another",
	}
)
