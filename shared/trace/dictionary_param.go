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

// parameters are the names in requests and responses of the protocols.
var parameters = []Entry{
	// The authorization request and its response.
	{Name: "response_type", Class: Public, Meaning: "What the client wants back from the authorization endpoint: code.", SetBy: theClient, Checked: theAS, Spec: "RFC 6749 §3.1.1"},
	{Name: "response_mode", Class: Public, Meaning: "How the response is returned: in the query or in a form.", SetBy: theClient, Checked: theAS, Spec: "OAuth 2.0 Multiple Response Types §2.1"},
	{Name: "client_id", Class: Identifier, Meaning: "Which client asks. Public: it proves nothing.", SetBy: theClient, Checked: theAS, Spec: "RFC 6749 §2.2"},
	{Name: "redirect_uri", Class: Public, URL: true, Meaning: "Where the response is sent. Compared with the registered ones, character by character.", SetBy: theClient, Checked: theAS, Stops: "sending codes to an attacker's page (open redirector)", Spec: "RFC 9700 §2.1"},
	{Name: "scope", Class: Public, Meaning: "Which access is requested, as values separated by spaces.", SetBy: theClient, Checked: "authorization server, resource server", Stops: "tokens that allow more than the client needs", Spec: "RFC 6749 §3.3"},
	{Name: "state", Class: Binding, Links: true, Meaning: "Random; must come back to the same browser. Stops forged sign-ins.", SetBy: theClient, Checked: theClient, Stops: "login CSRF: a victim who is signed in to the attacker's account", Spec: "RFC 6749 §10.12"},
	{Name: "nonce", Class: Binding, Links: true, Meaning: "Random; comes back inside the ID token, so that an old one cannot be replayed.", SetBy: theClient, Checked: theClient, Stops: "replay of an ID token, and injection of a code from another sign-in", Spec: "OIDC Core §3.1.2.1"},
	{Name: "code_challenge", Class: Binding, Links: true, Meaning: "SHA-256 of a secret that the client keeps. The code cannot be redeemed without that secret.", SetBy: theClient, Checked: theAS, Stops: "a stolen code, redeemed by somebody else; injection of a code", Spec: "RFC 7636 §4.2"},
	{Name: "code_challenge_method", Class: Public, Meaning: "How the challenge was made: S256.", SetBy: theClient, Checked: theAS, Stops: "a downgrade to plain, where the challenge is the verifier", Spec: "RFC 7636 §4.3"},
	{Name: "code", Class: Credential, Links: true, Meaning: "Authorization code. Works once, and only with the code verifier.", SetBy: theAS, Checked: theAS, Stops: "a second redemption by a thief, because a code works once", Spec: "RFC 6749 §4.1.2"},
	{Name: "iss", Class: Public, Meaning: "Which authorization server responds. Prevents mix-up attacks.", SetBy: theAS, Checked: theClient, Stops: "mix-up: a code that is sent to another authorization server than the one that issued it", Spec: "RFC 9207 §2"},
	{Name: "prompt", Class: Public, Meaning: "Whether to ask the user again: none, login, consent.", SetBy: theClient, Checked: theAS, Stops: "silent reuse of a session that the user forgot", Spec: "OIDC Core §3.1.2.1"},
	{Name: "max_age", Class: Public, Meaning: "Maximum time since the user signed in, in seconds.", SetBy: theClient, Checked: theAS, Stops: "use of an old session for a sensitive action", Spec: "OIDC Core §3.1.2.1"},
	{Name: "login_hint", Class: Secret, Meaning: "Who will probably sign in.", SetBy: theClient, Checked: theAS, Spec: "OIDC Core §3.1.2.1"},
	{Name: "display", Class: Public, Meaning: "How the pages should be shown.", SetBy: theClient, Checked: "nobody", Spec: "OIDC Core §3.1.2.1"},
	{Name: "ui_locales", Class: Public, Meaning: "Languages that the user prefers.", SetBy: theClient, Checked: "nobody", Spec: "OIDC Core §3.1.2.1"},
	{Name: "acr_values", Class: Public, Meaning: "How strong the sign-in should be.", SetBy: theClient, Checked: theAS, Spec: "OIDC Core §3.1.2.1"},
	{Name: "claims_locales", Class: Public, Meaning: "Languages in which the client wants claims.", SetBy: theClient, Checked: theAS, Spec: "OIDC Core §5.2"},
	{Name: "claims", Class: Public, Meaning: "Single claims that the client asks for.", SetBy: theClient, Checked: theAS, Spec: "OIDC Core §5.5"},
	{Name: "request", Class: Credential, print: true, Token: true, Meaning: "The whole request as a signed JWT. Not supported here.", SetBy: theClient, Checked: theAS, Spec: "RFC 9101 §4"},
	{Name: "request_uri", Class: Credential, Links: true, Meaning: "Reference to a request that was pushed before.", SetBy: theAS, Checked: theAS, Stops: "changes to the request in the browser", Spec: "RFC 9126 §2.2"},
	{Name: "dpop_jkt", Class: Public, print: true, Meaning: "Thumbprint of the key that the code will be bound to.", SetBy: theClient, Checked: theAS, Stops: "a stolen code, redeemed with another key", Spec: "RFC 9449 §10"},
	{Name: "resource", Class: Public, URL: true, Meaning: "The API that the token is for. One token, one API.", SetBy: theClient, Checked: theAS, Stops: "a token that one API uses at another API", Spec: "RFC 8707 §2"},

	// The token request and its response.
	{Name: "grant_type", Class: Public, Meaning: "What the client offers in exchange for tokens.", SetBy: theClient, Checked: theAS, Spec: "RFC 6749 §4.1.3"},
	{Name: "code_verifier", Class: Credential, Links: true, Meaning: "The secret of which the code challenge is the hash. The client sends it here for the first time.", SetBy: theClient, Checked: theAS, Stops: "a stolen code, redeemed by somebody else", Spec: "RFC 7636 §4.5"},
	{Name: "client_secret", Class: Secret, Meaning: "The client's secret. Never shown, not even as a fingerprint.", SetBy: theClient, Checked: theAS, Stops: "codes and refresh tokens, redeemed by another client", Spec: "RFC 6749 §2.3.1"},
	{Name: "client_assertion", Class: Credential, print: true, Token: true, Meaning: "A JWT signed by the client instead of a secret.", SetBy: theClient, Checked: theAS, Stops: "a stolen client secret, because none is sent", Spec: "RFC 7523 §2.2"},
	{Name: "client_assertion_type", Class: Public, Meaning: "Which kind of assertion the client sends.", SetBy: theClient, Checked: theAS, Spec: "RFC 7521 §4.2"},
	{Name: "access_token", Class: Credential, Links: true, Token: true, Meaning: "Gives access to the API. For the resource server; the client does not read it.", SetBy: theAS, Checked: theRS, Spec: "RFC 6749 §1.4"},
	{Name: "token_type", Class: Public, Meaning: "How to use the token. Bearer: whoever has it can use it.", SetBy: theAS, Checked: theClient, Stops: "a bearer token, where the client asked for a bound one", Spec: "RFC 6749 §7.1"},
	{Name: "expires_in", Class: Public, Meaning: "Seconds until the access token expires.", SetBy: theAS, Checked: theClient, Spec: "RFC 6749 §5.1"},
	{Name: "refresh_token", Class: Credential, Links: true, Meaning: "Gets the next access token. Each use returns a new one.", SetBy: theAS, Checked: theAS, Stops: "unnoticed theft: the second use of a refresh token ends the grant", Spec: "RFC 6749 §1.5"},
	{Name: "id_token", Class: Credential, print: true, Token: true, Meaning: "Tells the client who signed in. It gives no access to an API.", SetBy: theAS, Checked: theClient, Spec: "OIDC Core §2"},
	{Name: "token", Class: Credential, Links: true, Token: true, Meaning: "The token to introspect or revoke.", SetBy: "client, resource server", Checked: theAS, Spec: "RFC 7662 §2.1"},
	{Name: "token_type_hint", Class: Public, Meaning: "What kind of token it probably is.", SetBy: "client, resource server", Checked: theAS, Spec: "RFC 7009 §2.1"},
	{Name: "username", Class: Secret, Meaning: "The name that the user signs in with. Masked, because some people type their password here.", SetBy: theOwner, Checked: theAS, Spec: "RFC 7662 §2.2"},
	{Name: "password", Class: Secret, Meaning: "Only the authorization server ever sees it. Never shown, not even as a fingerprint.", SetBy: theOwner, Checked: theAS, Spec: "RFC 9700 §2.4"},

	// The device authorization grant.
	{Name: "device_code", Class: Credential, Links: true, Meaning: "What the device polls with. Only the device knows it.", SetBy: theAS, Checked: theAS, Spec: "RFC 8628 §3.2"},
	{Name: "user_code", Class: Credential, Meaning: "Code that the user copies from one device to the other.", SetBy: theAS, Checked: theAS, Stops: "guessing which device asks, because codes are random and attempts are limited", Spec: "RFC 8628 §3.2"},
	{Name: "verification_uri", Class: Public, URL: true, Meaning: "Page where the user enters the code.", SetBy: theAS, Checked: "nobody", Spec: "RFC 8628 §3.2"},
	{Name: "verification_uri_complete", Class: Credential, Meaning: "The same page with the code filled in, for a QR code.", SetBy: theAS, Checked: "nobody", Spec: "RFC 8628 §3.3.1"},
	{Name: "interval", Class: Public, Meaning: "Seconds that the device waits between two polls.", SetBy: theAS, Checked: theAS, Stops: "polling without a pause", Spec: "RFC 8628 §3.2"},

	// Token exchange.
	{Name: "subject_token", Class: Credential, Links: true, Token: true, Meaning: "The token that is exchanged. The new token has the same subject.", SetBy: theClient, Checked: theAS, Spec: "RFC 8693 §2.1"},
	{Name: "subject_token_type", Class: Public, Meaning: "Which kind of token that is: an access token.", SetBy: theClient, Checked: theAS, Spec: "RFC 8693 §2.1"},
	{Name: "actor_token", Class: Credential, Links: true, Token: true, Meaning: "Who will act for the subject.", SetBy: theClient, Checked: theAS, Spec: "RFC 8693 §2.1"},
	{Name: "actor_token_type", Class: Public, Meaning: "Which kind of token that is: an access token.", SetBy: theClient, Checked: theAS, Spec: "RFC 8693 §2.1"},
	{Name: "requested_token_type", Class: Public, Meaning: "Which kind of token is requested: an access token.", SetBy: theClient, Checked: theAS, Spec: "RFC 8693 §2.1"},
	{Name: "issued_token_type", Class: Public, Meaning: "Which kind of token was issued.", SetBy: theAS, Checked: theClient, Spec: "RFC 8693 §2.2.1"},
	{Name: "audience", Class: Public, Meaning: "The API that the new token is for.", SetBy: theClient, Checked: theAS, Stops: "a token that is used at another API", Spec: "RFC 8693 §2.1"},

	// Errors.
	{Name: "error", Class: Public, Meaning: "Error code: what went wrong, for programs.", SetBy: "authorization server, resource server", Checked: theClient, Spec: "RFC 6749 §5.2"},
	{Name: "error_description", Class: Public, Meaning: "What went wrong, for developers.", SetBy: "authorization server, resource server", Checked: "nobody", Spec: "RFC 6749 §5.2"},
	{Name: "error_uri", Class: Public, URL: true, Meaning: "A page about the error.", SetBy: theAS, Checked: "nobody", Spec: "RFC 6749 §5.2"},
	{Name: "message", Class: Public, Meaning: "Error of the router, such as not found.", SetBy: "the server", Checked: "nobody", Spec: "no RFC"},

	// Sign-out.
	{Name: "id_token_hint", Class: Credential, print: true, Token: true, Meaning: "An earlier ID token, which identifies the session.", SetBy: theClient, Checked: theAS, Stops: "sign-out by another site", Spec: "OIDC RP-Initiated Logout §2"},
	{Name: "logout_hint", Class: Identifier, Meaning: "Identifies the session to end.", SetBy: theClient, Checked: theAS, Spec: "OIDC RP-Initiated Logout §2"},
	{Name: "post_logout_redirect_uri", Class: Public, URL: true, Meaning: "Where to go after signing out. Registered, compared exactly.", SetBy: theClient, Checked: theAS, Stops: "an open redirector after the sign-out", Spec: "OIDC RP-Initiated Logout §3"},
	{Name: "logout_token", Class: Credential, print: true, Token: true, Meaning: "Tells the client that a session ended.", SetBy: theAS, Checked: theClient, Stops: "sessions that outlive the sign-out", Spec: "OIDC Back-Channel Logout §2.4"},
}
