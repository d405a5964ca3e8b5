package checks

import "quartet.example/shared/oauth"

// What the browser of the resource owner sends: sign-in, consent, sign-out.
var (
	TransactionKnown = oauth.Check{
		ID: "as.transaction.known", Spec: "RFC 6749 §10.12", Error: oauth.InvalidRequest,
		Meaning: "the form belongs to an authorization request in progress",
		Refusal: "this sign-in has ended or was never started; go back to the application and start again",
		Stops:   "expired and forged forms",
	}
	TransactionBrowser = oauth.Check{
		ID: "as.transaction.browser", Spec: "RFC 6749 §10.12", Error: oauth.AccessDenied,
		Meaning: "the form comes from the browser that started the request",
		Refusal: "this form was opened in another browser",
		Stops:   "cross-site request forgery and fixation of sign-in and consent", Suspicious: true, Decisive: "cross-site request forgery, session fixation",
	}
	FormOrigin = oauth.Check{
		ID: "as.form.origin", Spec: "RFC 6749 §10.12", Error: oauth.AccessDenied,
		Meaning: "the browser does not report (by Sec-Fetch-Site or Origin) that another site has sent the form",
		Refusal: "the form was sent from another site",
		Stops:   "cross-site request forgery", Suspicious: true, Decisive: "cross-site request forgery",
	}
	PageFrameDenied = oauth.Check{
		ID: "as.page.frame_denied", Spec: "RFC 9700 §4.16", Error: oauth.AccessDenied,
		Meaning: "the browser does not report (by Sec-Fetch-Dest) that it will show the page in a frame of another page",
		Refusal: "this page cannot be shown in a frame of another page",
		Stops:   "clickjacking: a click on a hostile page that is a click on Allow in an invisible frame", Suspicious: true, Decisive: "clickjacking",
	}
	LoginPassword = oauth.Check{
		ID: "as.login.password", Spec: "RFC 6749 §3.1", Error: oauth.AccessDenied,
		Meaning: "the username exists and the password is right",
		Refusal: "the username or the password is wrong",
		Stops:   "sign-in without the password; the response does not reveal whether the user exists", Decisive: "sign-in without the password",
	}
	LoginThrottle = oauth.Check{
		ID: "as.login.throttle", Spec: "RFC 6749 §10.10", Error: oauth.TemporarilyUnavailable,
		Meaning: "there were not too many recent wrong passwords for this account from this address or from this known browser",
		Refusal: "too many attempts; wait before trying again",
		Stops:   "guessing passwords, without letting an attacker at another address lock the user out", Suspicious: true, Decisive: "password guessing",
	}
	LoginAccount = oauth.Check{
		ID: "as.login.account", Spec: "RFC 6749 §10.10", Error: oauth.TemporarilyUnavailable,
		Meaning: "there were not too many recent wrong passwords for this account from all addresses together, or this browser has signed in to the account before",
		Refusal: "too many attempts; wait before trying again",
		Stops:   "guessing the password of one account from many addresses", Suspicious: true,
	}
	ConsentSession = oauth.Check{
		ID: "as.consent.session", Spec: "RFC 6749 §10.2", Error: oauth.AccessDenied,
		Meaning: "the user who decides is the user to whom the consent page was shown",
		Refusal: "another user signed in meanwhile; go back to the application and start again",
		Stops:   "the consent of one user counted for another",
	}
	ConsentGiven = oauth.Check{
		ID: "as.consent.given", Spec: "RFC 6749 §4.1.2.1", Error: oauth.AccessDenied,
		Meaning: "the user allowed the request",
		Refusal: "the user denied the request",
		Stops:   "clients that get access without consent", Decisive: "access without consent",
	}
	ConsentDecision = oauth.Check{
		ID: "as.consent.decision", Spec: "RFC 6749 §4.1.1", Error: oauth.InvalidRequest,
		Meaning: "the decision of the user, about a client or a device, is allow or deny",
		Refusal: "decision must be allow or deny",
		Stops:   "a form without a decision that counts as one",
	}
	LogoutHint = oauth.Check{
		ID: "as.logout.hint", Spec: "OIDC RP-Initiated Logout §2", Error: oauth.InvalidRequest,
		Meaning: "id_token_hint is an ID token of this issuer; if its key was removed, it proves nothing, and the user has to confirm",
		Refusal: "id_token_hint is not one of ours",
		Stops:   "sign-out and redirection by forged hints",
	}
	LogoutRedirectURI = oauth.Check{
		ID: "as.logout.redirect_uri", Spec: "OIDC RP-Initiated Logout §3", Error: oauth.InvalidRequest,
		Meaning: "post_logout_redirect_uri is registered for the client, character by character",
		Refusal: "post_logout_redirect_uri is not registered for this client",
		Stops:   "open redirection", Suspicious: true, Decisive: "open redirection",
	}
	LogoutState = oauth.Check{
		ID: "as.logout.state", Spec: "OIDC RP-Initiated Logout §2", Error: oauth.InvalidRequest,
		Meaning: "state is at most 4096 bytes",
		Refusal: "state is too long",
		Stops:   "using the server as storage",
	}
	LogoutSession = oauth.Check{
		ID: "as.logout.session", Spec: "OIDC RP-Initiated Logout §6", Error: oauth.AccessDenied,
		Meaning: "the session that ends is the one that the user was asked about",
		Refusal: "another user signed in meanwhile; sign out again",
		Stops:   "the confirmation of one user ending the session of another",
	}
	LogoutClient = oauth.Check{
		ID: "as.logout.client", Spec: "OIDC RP-Initiated Logout §2", Error: oauth.InvalidRequest,
		Meaning: "client_id names the client that id_token_hint was issued to",
		Refusal: "client_id differs from the client of id_token_hint",
		Stops:   "use of the redirect URIs of another client",
	}
)
