package trace

// Who sets and who checks a value, in the terms of RFC 6749 §1.1.
const (
	theClient  = "client"
	theAS      = "authorization server"
	theRS      = "resource server"
	theOwner   = "resource owner"
	theBrowser = "browser"
	theHost    = "the server that set it"
)

// parameters are the names in queries, forms, JSON bodies and tokens.
var parameters = []Entry{
	// The authorization request and its response.
	{Name: "response_type", Class: Public, Meaning: "What the client wants back from the authorization endpoint: code.", SetBy: theClient, Checked: theAS, Spec: "RFC 6749 §3.1.1"},
	{Name: "response_mode", Class: Public, Meaning: "How the response is returned: in the query or in a form.", SetBy: theClient, Checked: theAS, Spec: "OAuth 2.0 Multiple Response Types §2.1"},
	{Name: "client_id", Class: Identifier, Meaning: "Which client asks. Public: it proves nothing.", SetBy: theClient, Checked: theAS, Spec: "RFC 6749 §2.2"},
	{Name: "redirect_uri", Class: Public, URL: true, Meaning: "Where the response is sent. Compared with the registered ones, character by character.", SetBy: theClient, Checked: theAS, Spec: "RFC 9700 §2.1"},
	{Name: "scope", Class: Public, Meaning: "Which access is requested, as values separated by spaces.", SetBy: theClient, Checked: "authorization server, resource server", Spec: "RFC 6749 §3.3"},
	{Name: "state", Class: Binding, Links: true, Meaning: "Random; must come back to the same browser. Stops forged sign-ins.", SetBy: theClient, Checked: theClient, Spec: "RFC 6749 §10.12"},
	{Name: "nonce", Class: Binding, Links: true, Meaning: "Random; comes back inside the ID token, so that an old one cannot be replayed.", SetBy: theClient, Checked: theClient, Spec: "OIDC Core §3.1.2.1"},
	{Name: "code_challenge", Class: Binding, Links: true, Meaning: "SHA-256 of a secret that the client keeps. The code cannot be redeemed without that secret.", SetBy: theClient, Checked: theAS, Spec: "RFC 7636 §4.2"},
	{Name: "code_challenge_method", Class: Public, Meaning: "How the challenge was made: S256.", SetBy: theClient, Checked: theAS, Spec: "RFC 7636 §4.3"},
	{Name: "code", Class: Credential, Links: true, Meaning: "Authorization code. Works once, and only with the code verifier.", SetBy: theAS, Checked: theAS, Spec: "RFC 6749 §4.1.2"},
	{Name: "iss", Class: Public, Meaning: "Which authorization server responds. Prevents mix-up attacks.", SetBy: theAS, Checked: theClient, Spec: "RFC 9207 §2"},
	{Name: "prompt", Class: Public, Meaning: "Whether to ask the user again: none, login, consent.", SetBy: theClient, Checked: theAS, Spec: "OIDC Core §3.1.2.1"},
	{Name: "max_age", Class: Public, Meaning: "Maximum time since the user signed in, in seconds.", SetBy: theClient, Checked: theAS, Spec: "OIDC Core §3.1.2.1"},
	{Name: "login_hint", Class: Secret, Meaning: "Who will probably sign in.", SetBy: theClient, Checked: theAS, Spec: "OIDC Core §3.1.2.1"},
	{Name: "display", Class: Public, Meaning: "How the pages should be shown.", SetBy: theClient, Checked: "nobody", Spec: "OIDC Core §3.1.2.1"},
	{Name: "ui_locales", Class: Public, Meaning: "Languages that the user prefers.", SetBy: theClient, Checked: "nobody", Spec: "OIDC Core §3.1.2.1"},
	{Name: "acr_values", Class: Public, Meaning: "How strong the sign-in should be.", SetBy: theClient, Checked: theAS, Spec: "OIDC Core §3.1.2.1"},
	{Name: "claims_locales", Class: Public, Meaning: "Languages in which the client wants claims.", SetBy: theClient, Checked: theAS, Spec: "OIDC Core §5.2"},
	{Name: "claims", Class: Public, Meaning: "Single claims that the client asks for.", SetBy: theClient, Checked: theAS, Spec: "OIDC Core §5.5"},
	{Name: "request", Class: Credential, Token: true, Meaning: "The whole request as a signed JWT. Not supported here.", SetBy: theClient, Checked: theAS, Spec: "RFC 9101 §4"},
	{Name: "request_uri", Class: Credential, Links: true, Meaning: "Reference to a request that was pushed before.", SetBy: theAS, Checked: theAS, Spec: "RFC 9126 §2.2"},
	{Name: "dpop_jkt", Class: Public, Meaning: "Thumbprint of the key that the code will be bound to.", SetBy: theClient, Checked: theAS, Spec: "RFC 9449 §10"},
	{Name: "resource", Class: Public, URL: true, Meaning: "The API that the token is for. One token, one API.", SetBy: theClient, Checked: theAS, Spec: "RFC 8707 §2"},

	// The token request and its response.
	{Name: "grant_type", Class: Public, Meaning: "What the client offers in exchange for tokens.", SetBy: theClient, Checked: theAS, Spec: "RFC 6749 §4.1.3"},
	{Name: "code_verifier", Class: Credential, Links: true, Meaning: "The secret of which the code challenge is the hash. The client sends it here for the first time.", SetBy: theClient, Checked: theAS, Spec: "RFC 7636 §4.5"},
	{Name: "client_secret", Class: Secret, Meaning: "The client's secret. Never shown, not even as a fingerprint.", SetBy: theClient, Checked: theAS, Spec: "RFC 6749 §2.3.1"},
	{Name: "client_assertion", Class: Credential, Token: true, Meaning: "A JWT signed by the client instead of a secret.", SetBy: theClient, Checked: theAS, Spec: "RFC 7523 §2.2"},
	{Name: "client_assertion_type", Class: Public, Meaning: "Which kind of assertion the client sends.", SetBy: theClient, Checked: theAS, Spec: "RFC 7521 §4.2"},
	{Name: "access_token", Class: Credential, Links: true, Token: true, Meaning: "Gives access to the API. For the resource server; the client does not read it.", SetBy: theAS, Checked: theRS, Spec: "RFC 6749 §1.4"},
	{Name: "token_type", Class: Public, Meaning: "How to use the token. Bearer: whoever has it can use it.", SetBy: theAS, Checked: theClient, Spec: "RFC 6749 §7.1"},
	{Name: "expires_in", Class: Public, Meaning: "Seconds until the access token expires.", SetBy: theAS, Checked: theClient, Spec: "RFC 6749 §5.1"},
	{Name: "refresh_token", Class: Credential, Links: true, Meaning: "Gets the next access token. Each use returns a new one.", SetBy: theAS, Checked: theAS, Spec: "RFC 6749 §1.5"},
	{Name: "id_token", Class: Credential, Token: true, Meaning: "Tells the client who signed in. It gives no access to an API.", SetBy: theAS, Checked: theClient, Spec: "OIDC Core §2"},
	{Name: "token", Class: Credential, Links: true, Token: true, Meaning: "The token to introspect or revoke.", SetBy: "client, resource server", Checked: theAS, Spec: "RFC 7662 §2.1"},
	{Name: "token_type_hint", Class: Public, Meaning: "What kind of token it probably is.", SetBy: "client, resource server", Checked: theAS, Spec: "RFC 7009 §2.1"},
	{Name: "username", Class: Secret, Meaning: "The name that the user signs in with. Masked, because some people type their password here.", SetBy: theOwner, Checked: theAS, Spec: "RFC 7662 §2.2"},
	{Name: "password", Class: Secret, Meaning: "Only the authorization server ever sees it. Never shown, not even as a fingerprint.", SetBy: theOwner, Checked: theAS, Spec: "RFC 9700 §2.4"},

	// The device authorization grant.
	{Name: "device_code", Class: Credential, Links: true, Meaning: "What the device polls with. Only the device knows it.", SetBy: theAS, Checked: theAS, Spec: "RFC 8628 §3.2"},
	{Name: "user_code", Class: Credential, Meaning: "Code that the user copies from one device to the other.", SetBy: theAS, Checked: theAS, Spec: "RFC 8628 §3.2"},
	{Name: "verification_uri", Class: Public, URL: true, Meaning: "Page where the user enters the code.", SetBy: theAS, Checked: "nobody", Spec: "RFC 8628 §3.2"},
	{Name: "verification_uri_complete", Class: Credential, Meaning: "The same page with the code filled in, for a QR code.", SetBy: theAS, Checked: "nobody", Spec: "RFC 8628 §3.3.1"},
	{Name: "interval", Class: Public, Meaning: "Seconds that the device waits between two polls.", SetBy: theAS, Checked: theAS, Spec: "RFC 8628 §3.2"},
	{Name: "asked", Class: Credential, Meaning: "The question that was shown to this user in this browser, encrypted.", SetBy: theAS, Checked: theAS, Spec: "RFC 8628 §5.4"},
	{Name: "sealed", Class: Credential, Meaning: "The user code, kept encrypted during the sign-in.", SetBy: theAS, Checked: theAS, Spec: "RFC 8628 §3.3"},

	// Token exchange.
	{Name: "subject_token", Class: Credential, Links: true, Token: true, Meaning: "The token that is exchanged. The new token has the same subject.", SetBy: theClient, Checked: theAS, Spec: "RFC 8693 §2.1"},
	{Name: "subject_token_type", Class: Public, Meaning: "Which kind of token that is: an access token.", SetBy: theClient, Checked: theAS, Spec: "RFC 8693 §2.1"},
	{Name: "actor_token", Class: Credential, Links: true, Token: true, Meaning: "Who will act for the subject.", SetBy: theClient, Checked: theAS, Spec: "RFC 8693 §2.1"},
	{Name: "actor_token_type", Class: Public, Meaning: "Which kind of token that is: an access token.", SetBy: theClient, Checked: theAS, Spec: "RFC 8693 §2.1"},
	{Name: "requested_token_type", Class: Public, Meaning: "Which kind of token is requested: an access token.", SetBy: theClient, Checked: theAS, Spec: "RFC 8693 §2.1"},
	{Name: "issued_token_type", Class: Public, Meaning: "Which kind of token was issued.", SetBy: theAS, Checked: theClient, Spec: "RFC 8693 §2.2.1"},
	{Name: "audience", Class: Public, Meaning: "The API that the new token is for.", SetBy: theClient, Checked: theAS, Spec: "RFC 8693 §2.1"},
	{Name: "act", Class: Identifier, Meaning: "Who acts for the subject, and who acted before them.", SetBy: theAS, Checked: theRS, Spec: "RFC 8693 §4.1"},
	{Name: "may_act", Class: Identifier, Meaning: "Who may act for the subject.", SetBy: theAS, Checked: theAS, Spec: "RFC 8693 §4.4"},

	// Errors.
	{Name: "error", Class: Public, Meaning: "Error code: what went wrong, for programs.", SetBy: "authorization server, resource server", Checked: theClient, Spec: "RFC 6749 §5.2"},
	{Name: "error_description", Class: Public, Meaning: "What went wrong, for developers.", SetBy: "authorization server, resource server", Checked: "nobody", Spec: "RFC 6749 §5.2"},
	{Name: "error_uri", Class: Public, URL: true, Meaning: "A page about the error.", SetBy: theAS, Checked: "nobody", Spec: "RFC 6749 §5.2"},
	{Name: "message", Class: Public, Meaning: "Error of the router, such as not found.", SetBy: "the server", Checked: "nobody", Spec: "no RFC"},

	// Introspection, UserInfo and claims.
	{Name: "active", Class: Public, Meaning: "Whether the token is valid now.", SetBy: theAS, Checked: theRS, Spec: "RFC 7662 §2.2"},
	{Name: "sub", Class: Identifier, Meaning: "The user, by an identifier that never changes.", SetBy: theAS, Checked: "client, resource server", Spec: "RFC 7519 §4.1.2"},
	{Name: "aud", Class: Public, Meaning: "Who the token is for. Everybody else must refuse it.", SetBy: theAS, Checked: "client, resource server", Spec: "RFC 7519 §4.1.3"},
	{Name: "exp", Class: Public, Meaning: "When it expires, in seconds since 1970.", SetBy: theAS, Checked: "client, resource server", Spec: "RFC 7519 §4.1.4"},
	{Name: "nbf", Class: Public, Meaning: "Before this time it is not valid.", SetBy: theAS, Checked: "client, resource server", Spec: "RFC 7519 §4.1.5"},
	{Name: "iat", Class: Public, Meaning: "When it was issued.", SetBy: theAS, Checked: "client, resource server", Spec: "RFC 7519 §4.1.6"},
	{Name: "jti", Class: Identifier, Links: true, Meaning: "Identifier of this token.", SetBy: theAS, Checked: theRS, Spec: "RFC 7519 §4.1.7"},
	{Name: "auth_time", Class: Public, Meaning: "When the user last signed in.", SetBy: theAS, Checked: theClient, Spec: "OIDC Core §2"},
	{Name: "acr", Class: Public, Meaning: "How strong the sign-in was.", SetBy: theAS, Checked: theClient, Spec: "OIDC Core §2"},
	{Name: "amr", Class: Public, Meaning: "How the user signed in: password, key and so on.", SetBy: theAS, Checked: theClient, Spec: "RFC 8176 §1"},
	{Name: "azp", Class: Identifier, Meaning: "The client to which the ID token was issued.", SetBy: theAS, Checked: theClient, Spec: "OIDC Core §2"},
	{Name: "at_hash", Class: Binding, Meaning: "Half a hash of the access token that came with this ID token.", SetBy: theAS, Checked: theClient, Spec: "OIDC Core §3.1.3.6"},
	{Name: "c_hash", Class: Binding, Meaning: "Half a hash of the code that came with this ID token.", SetBy: theAS, Checked: theClient, Spec: "OIDC Core §3.3.2.11"},
	{Name: "sid", Class: Identifier, Meaning: "Public identifier of the user's session at the authorization server.", SetBy: theAS, Checked: theClient, Spec: "OIDC Back-Channel Logout §2.1"},
	{Name: "userinfo_claims", Class: Public, Meaning: "Single claims that userinfo returns for this token.", SetBy: theAS, Checked: theAS, Spec: "no RFC"},
	{Name: "exchanged_from", Class: Identifier, Meaning: "The tokens that this one was exchanged from. It is revoked with any of them.", SetBy: theAS, Checked: "resource server", Spec: "no RFC"},
	{Name: "gty", Class: Public, Meaning: "client-credentials: the token is of a client that acts for itself; no user is involved.", SetBy: theAS, Checked: "resource server", Spec: "no RFC"},
	{Name: "gid", Class: Identifier, Meaning: "The grant that the token belongs to.", SetBy: theAS, Checked: theAS, Spec: "no RFC"},
	{Name: "name", Class: Identifier, Meaning: "The user's name.", SetBy: theAS, Checked: "nobody", Spec: "OIDC Core §5.1"},
	{Name: "given_name", Class: Identifier, Meaning: "The user's first name.", SetBy: theAS, Checked: "nobody", Spec: "OIDC Core §5.1"},
	{Name: "family_name", Class: Identifier, Meaning: "The user's last name.", SetBy: theAS, Checked: "nobody", Spec: "OIDC Core §5.1"},
	{Name: "preferred_username", Class: Identifier, Meaning: "The name that the user goes by. It may change.", SetBy: theAS, Checked: "nobody", Spec: "OIDC Core §5.1"},
	{Name: "email", Class: Identifier, Meaning: "The user's e-mail address.", SetBy: theAS, Checked: "nobody", Spec: "OIDC Core §5.1"},
	{Name: "email_verified", Class: Public, Meaning: "Whether the address was verified.", SetBy: theAS, Checked: theClient, Spec: "OIDC Core §5.1"},
	{Name: "picture", Class: Public, URL: true, Meaning: "A picture of the user.", SetBy: theAS, Checked: "nobody", Spec: "OIDC Core §5.1"},
	{Name: "locale", Class: Public, Meaning: "The user's language.", SetBy: theAS, Checked: "nobody", Spec: "OIDC Core §5.1"},
	{Name: "updated_at", Class: Public, Meaning: "When this was last changed.", SetBy: "authorization server, resource server", Checked: "nobody", Spec: "OIDC Core §5.1"},

	// The header of a JWT, and keys.
	{Name: "alg", Class: Public, Meaning: "The signature's algorithm. A verifier takes only those that it expects.", SetBy: theAS, Checked: "client, resource server", Spec: "RFC 8725 §3.1"},
	{Name: "typ", Class: Public, Meaning: "Kind of token: at+jwt is an access token, JWT an ID token.", SetBy: theAS, Checked: theRS, Spec: "RFC 9068 §2.1"},
	{Name: "kid", Class: Public, Meaning: "Which of the server's keys signed.", SetBy: theAS, Checked: "client, resource server", Spec: "RFC 7515 §4.1.4"},
	{Name: "keys", Class: Public, Meaning: "The public keys that verify signatures.", SetBy: theAS, Checked: "client, resource server", Spec: "RFC 7517 §5"},

	// Sign-out.
	{Name: "id_token_hint", Class: Credential, Token: true, Meaning: "An earlier ID token, which identifies the session.", SetBy: theClient, Checked: theAS, Spec: "OIDC RP-Initiated Logout §2"},
	{Name: "logout_hint", Class: Identifier, Meaning: "Identifies the session to end.", SetBy: theClient, Checked: theAS, Spec: "OIDC RP-Initiated Logout §2"},
	{Name: "post_logout_redirect_uri", Class: Public, URL: true, Meaning: "Where to go after signing out. Registered, compared exactly.", SetBy: theClient, Checked: theAS, Spec: "OIDC RP-Initiated Logout §3"},
	{Name: "logout_token", Class: Credential, Token: true, Meaning: "Tells the client that a session ended.", SetBy: theAS, Checked: theClient, Spec: "OIDC Back-Channel Logout §2.4"},

	// The pages and the API of this project.
	{Name: "decision", Class: Public, Meaning: "What the user answered: allow or deny.", SetBy: theOwner, Checked: theAS, Spec: "RFC 6749 §4.1.1"},
	{Name: "transaction", Class: Credential, Links: true, Meaning: "The authorization request that waits at the server while the user signs in.", SetBy: theAS, Checked: theAS, Spec: "RFC 9700 §4.7"},
	{Name: "session", Class: Credential, Meaning: "The session in which the question was shown, so that no other user answers it.", SetBy: theAS, Checked: theAS, Spec: "RFC 9700 §4.7"},
	{Name: "challenge", Class: Binding, Links: true, Meaning: "SHA-256 of a secret that an app keeps. The hand-over cannot be used without that secret.", SetBy: "app", Checked: theClient, Spec: "RFC 7636 §4.2"},
	{Name: "verifier", Class: Credential, Links: true, Meaning: "The secret of which the challenge is the hash. The app sends it here for the first time.", SetBy: "app", Checked: theClient, Spec: "RFC 7636 §4.5"},
	{Name: "handover", Class: Credential, Links: true, Meaning: "Code for an app's session. Works once, and only with the verifier.", SetBy: theClient, Checked: theClient, Spec: "RFC 8252 §8.1"},
	{Name: "redirect", Class: Public, URL: true, Meaning: "Where an app waits for its hand-over. Registered, compared exactly.", SetBy: "app", Checked: theClient, Spec: "RFC 8252 §7"},
	{Name: "logout", Class: Credential, Links: true, Meaning: "The sign-out that waits for the user's answer.", SetBy: theAS, Checked: theAS, Spec: "OIDC RP-Initiated Logout §2"},
	{Name: "step_up", Class: Binding, Links: true, Meaning: "Reference to a step-up that the API requires. Its details are stored at the client.", SetBy: theClient, Checked: theClient, Spec: "RFC 9470 §5"},
	{Name: "resume", Class: Binding, Links: true, Meaning: "The same reference, to restore what the user had typed.", SetBy: theClient, Checked: theClient, Spec: "RFC 9470 §5"},
	{Name: "return_to", Class: Public, URL: true, Meaning: "The page of the client to come back to. Only its own pages.", SetBy: theBrowser, Checked: theClient, Spec: "RFC 9700 §4.11.1"},
	{Name: "csrf", Class: Credential, Meaning: "Proof that the request comes from a page of this server, not of another site (CSRF).", SetBy: theHost, Checked: theHost, Spec: "RFC 9700 §4.7"},
	{Name: "csrf_token", Class: Credential, Meaning: "Proof that the request comes from a page of this server, not of another site (CSRF).", SetBy: theHost, Checked: theHost, Spec: "RFC 9700 §4.7"},
	{Name: "authenticated", Class: Public, Meaning: "Whether this browser is signed in at the client.", SetBy: theClient, Checked: theBrowser, Spec: "no RFC"},
	{Name: "signed_in", Class: Public, Meaning: "Whether this browser is signed in at the client.", SetBy: theClient, Checked: theBrowser, Spec: "no RFC"},
	{Name: "expires_at", Class: Public, Meaning: "When the session ends.", SetBy: theClient, Checked: theClient, Spec: "no RFC"},
	{Name: "access_token_expires_at", Class: Public, Meaning: "When the client will need the next access token.", SetBy: theClient, Checked: theClient, Spec: "no RFC"},
	{Name: "status", Class: Public, Meaning: "Outcome of the request.", SetBy: "the server", Checked: "nobody", Spec: "no RFC"},
	{Name: "id", Class: Identifier, Meaning: "The number of a note.", SetBy: theRS, Checked: theRS, Spec: "no RFC"},
	{Name: "notes", Class: Public, Meaning: "The user's notes. Only their number is shown.", SetBy: theRS, Checked: "nobody", Spec: "no RFC"},
	{Name: "limit", Class: Public, Meaning: "Maximum number of notes on a page.", SetBy: theClient, Checked: theRS, Spec: "no RFC"},
	{Name: "cursor", Class: Identifier, Meaning: "Where the page begins, from the link to the next page.", SetBy: theRS, Checked: theRS, Spec: "RFC 8288 §3"},
	{Name: "type", Class: Public, Meaning: "Which kind of problem the API has with the request.", SetBy: theRS, Checked: theClient, Spec: "RFC 9457 §3.1.1"},
	{Name: "title", Class: Public, Meaning: "The kind of problem in words.", SetBy: theRS, Checked: "nobody", Spec: "RFC 9457 §3.1.3"},
	{Name: "detail", Class: Public, Meaning: "What is wrong with this request, and what to do.", SetBy: theRS, Checked: "nobody", Spec: "RFC 9457 §3.1.4"},
	{Name: "text", Class: Credential, Meaning: "What the user wrote. Private, so it is not shown.", SetBy: theOwner, Checked: theRS, Spec: "no RFC"},
	{Name: "body", Class: Credential, Meaning: "What the user wrote. Private, so it is not shown.", SetBy: theOwner, Checked: theRS, Spec: "no RFC"},
	{Name: "created_at", Class: Public, Meaning: "When it was written.", SetBy: theRS, Checked: "nobody", Spec: "no RFC"},
	{Name: "created", Class: Public, Meaning: "When it was written.", SetBy: theRS, Checked: "nobody", Spec: "no RFC"},
	{Name: "owner", Class: Identifier, Meaning: "Whose note it is.", SetBy: theRS, Checked: theRS, Spec: "no RFC"},
}
