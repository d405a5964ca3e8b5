package checks

import "quartet.example/shared/oauth"

// The authorization request. The first group never redirects: until client and
// redirect URI are known to belong together, nothing is sent anywhere (RFC 6749
// §4.1.2.1).
var (
	RequestSingle = oauth.Check{
		ID: "as.request.single", Spec: "RFC 6749 §3.1", Error: oauth.InvalidRequest,
		Meaning: "no parameter of the authorization request is repeated, except resource (RFC 8707 §2)",
		Refusal: "a parameter is included more than once",
		Stops:   "parameter pollution: one program reads the first value, another program the last",
	}
	RequestClient = oauth.Check{
		ID: "as.request.client", Spec: "RFC 6749 §4.1.2.1", Error: oauth.InvalidRequest,
		Meaning: "client_id names a registered client",
		Refusal: "client_id is missing or unknown",
		Stops:   "redirects for clients that do not exist",
	}
	RedirectURIPresent = oauth.Check{
		ID: "as.redirect_uri.present", Spec: "OIDC Core §3.1.2.1", Error: oauth.InvalidRequest,
		Meaning: "redirect_uri is sent, or the client has registered only one and does not use OpenID Connect",
		Refusal: "redirect_uri is missing",
		Stops:   "guessing where the response should go",
	}
	RedirectURIExact = oauth.Check{
		ID: "as.redirect_uri.exact", Spec: "RFC 9700 §2.1", Error: oauth.InvalidRequest,
		Meaning: "redirect_uri is, character by character, one that the client registered; only the port of a loopback address of a native client may differ (RFC 8252 §7.3)",
		Refusal: "redirect_uri is not registered for this client",
		Stops:   "codes sent to an attacker, and open redirection", Suspicious: true, Decisive: "redirect URI manipulation",
	}
)

// The second group goes back to the client as a redirect (RFC 6749 §4.1.2.1).
var (
	ResponseTypePresent = oauth.Check{
		ID: "as.response_type.present", Spec: "RFC 6749 §3.1.1", Error: oauth.InvalidRequest,
		Meaning: "response_type is sent",
		Refusal: "response_type is missing",
		Stops:   "guessing which flow the client wants",
	}
	ResponseTypeCode = oauth.Check{
		ID: "as.response_type.code", Spec: "RFC 9700 §2.1.2", Error: oauth.UnsupportedResponseType,
		Meaning: "response_type is code",
		Refusal: "only response_type code is supported",
		Stops:   "tokens in URLs: the implicit and hybrid flows", Decisive: "implicit grant",
	}
	ResponseModeKnown = oauth.Check{
		ID: "as.response_mode.known", Spec: "OAuth 2.0 Multiple Response Types §2.1", Error: oauth.InvalidRequest,
		Meaning: "response_mode is one that the metadata lists",
		Refusal: "response_mode is not supported",
		Stops:   "codes in URL fragments, and in messages between windows",
	}
	RequestObjectAbsent = oauth.Check{
		ID: "as.request_object.absent", Spec: "OIDC Core §6.1", Error: oauth.RequestNotSupported,
		Meaning: "there is no request parameter",
		Refusal: "request objects are not supported",
		Stops:   "ignoring a signed request without an error",
	}
	RequestURIAbsent = oauth.Check{
		ID: "as.request_uri.absent", Spec: "OIDC Core §6.2", Error: oauth.RequestURINotSupported,
		Meaning: "request_uri, if it is sent, names a request that was pushed to this server (RFC 9126)",
		Refusal: "request_uri is only supported for pushed requests",
		Stops:   "making the server fetch a URL that the attacker chooses",
	}
	ClientCodeAllowed = oauth.Check{
		ID: "as.client.code_allowed", Spec: "RFC 6749 §4.1.2.1", Error: oauth.UnauthorizedClient,
		Meaning: "the client is registered for the authorization code grant",
		Refusal: "the client is not registered for this grant",
		Stops:   "use of a grant type that the client was not given",
	}
	PKCERequired = oauth.Check{
		ID: "as.pkce.required", Spec: "RFC 9700 §2.1.1", Error: oauth.InvalidRequest,
		Meaning: "the request has a code_challenge",
		Refusal: "code_challenge is missing",
		Stops:   "stolen and injected authorization codes",
	}
	PKCES256Only = oauth.Check{
		ID: "as.pkce.s256_only", Spec: "RFC 9700 §2.1.1", Error: oauth.InvalidRequest,
		Meaning: "code_challenge_method is S256, and code_challenge has the form of a SHA-256 hash",
		Refusal: "code_challenge_method must be S256 with a well-formed code_challenge",
		Stops:   "the method plain, with which everybody who sees the request knows the verifier", Decisive: "PKCE downgrade",
	}
	ScopeWellFormed = oauth.Check{
		ID: "as.scope.well_formed", Spec: "RFC 6749 §3.3", Error: oauth.InvalidScope,
		Meaning: "scope follows its grammar",
		Refusal: "scope is malformed",
		Stops:   "injection into headers, logs and pages through scope",
	}
	ScopePresent = oauth.Check{
		ID: "as.scope.present", Spec: "RFC 6749 §3.3", Error: oauth.InvalidScope,
		Meaning: "the request has a scope",
		Refusal: "scope is missing",
		Stops:   "guessing which access the client wants",
	}
	ScopeKnown = oauth.Check{
		ID: "as.scope.known", Spec: "RFC 6749 §3.3", Error: oauth.InvalidScope,
		Meaning: "every scope exists, the client may request it, and its registration still allows a part of the granted scope",
		Refusal: "scope is unknown, or not allowed for this client",
		Stops:   "clients that request more than they are registered for",
	}
	ResourceKnown = oauth.Check{
		ID: "as.resource.known", Spec: "RFC 8707 §2", Error: oauth.InvalidTarget,
		Meaning: "resource names a registered resource to which a requested scope belongs",
		Refusal: "resource is unknown or malformed",
		Stops:   "tokens for an audience that is not registered",
	}
	RequestLength = oauth.Check{
		ID: "as.request.length", Spec: "RFC 9126 §2.3", Error: oauth.InvalidRequest,
		Meaning: "each parameter is within its maximum length: 4096 bytes for state and for nonce, less for most others",
		Refusal: "a parameter is too long",
		Stops:   "using the server as storage",
	}
	PromptWellFormed = oauth.Check{
		ID: "as.prompt.well_formed", Spec: "OIDC Core §3.1.2.1", Error: oauth.InvalidRequest,
		Meaning: "prompt has known values only, and none is not combined with others",
		Refusal: "prompt is malformed",
		Stops:   "requests that both forbid and require a page",
	}
	MaxAgeWellFormed = oauth.Check{
		ID: "as.max_age.well_formed", Spec: "OIDC Core §3.1.2.1", Error: oauth.InvalidRequest,
		Meaning: "max_age is a whole number of seconds, not negative",
		Refusal: "max_age must be a non-negative integer",
		Stops:   "numbers that overflow, so that an old sign-in counts as recent",
	}
	PromptSignedIn = oauth.Check{
		ID: "as.prompt.signed_in", Spec: "OIDC Core §3.1.2.6", Error: oauth.LoginRequired,
		Meaning: "a request with prompt=none has a session whose sign-in is recent enough",
		Refusal: "the user is not signed in",
		Stops:   "sign-in pages in hidden frames",
	}
	PromptConsented = oauth.Check{
		ID: "as.prompt.consented", Spec: "OIDC Core §3.1.2.6", Error: oauth.ConsentRequired,
		Meaning: "a request with prompt=none asks for no more than the user has already allowed",
		Refusal: "the user has not allowed this",
		Stops:   "clients that get more access without asking the user",
	}
	IDTokenHintGenuine = oauth.Check{
		ID: "as.id_token_hint.genuine", Spec: "OIDC Core §3.1.2.1", Error: oauth.InvalidRequest,
		Meaning: "id_token_hint is an ID token of this issuer; if its key was removed, it only limits for which user there may be an answer",
		Refusal: "id_token_hint is not one of ours",
		Stops:   "forged hints about which user should sign in",
	}
	IDTokenHintMatch = oauth.Check{
		ID: "as.id_token_hint.match", Spec: "OIDC Core §3.1.2.1", Error: oauth.LoginRequired,
		Meaning: "id_token_hint names the user who is signed in",
		Refusal: "another user is signed in",
		Stops:   "a response about another user than the client means",
	}
)
