package checks

import (
	"net/http"

	"quartet.example/shared/oauth"
)

// An app asks the system browser for a session (RFC 8252 §6).
var (
	HandoverChallenge = oauth.Check{
		ID: "client.handover.challenge", Spec: "RFC 7636 §4.2", Error: oauth.InvalidRequest,
		Meaning: "the app sends the SHA-256 hash of a verifier that it keeps secret",
		Refusal: "challenge is not the SHA-256 of a verifier, in base64url",
		Stops:   "use of the hand-over by somebody else who sees it",
	}
	HandoverRedirect = oauth.Check{
		ID: "client.handover.redirect", Spec: "RFC 8252 §7, §8.4", Error: oauth.InvalidRequest,
		Meaning: "the hand-over goes to a registered address of the app; only the port of a loopback address is free",
		Refusal: "redirect is not a registered address of an app",
		Stops:   "hand-overs sent to another program, and open redirection", Suspicious: true, Decisive: "redirect URI manipulation",
	}
	HandoverState = oauth.Check{
		ID: "client.handover.state", Spec: "RFC 6749 §4.1.1", Error: oauth.InvalidRequest,
		Meaning: "state has at most 512 bytes",
		Refusal: "state is too long",
		Stops:   "using the application as storage",
	}
	HandoverAsked = oauth.Check{
		ID: "client.handover.asked", Spec: "RFC 8252 §8.6", Error: oauth.AccessDenied,
		Meaning: "the user pressed the button on the page that says that an app will be signed in; the browser reports that the request comes from this page",
		Refusal: "this was not asked for on a page of ours",
		Stops:   "an app or a link that signs in without the user, with a session of the system browser", Suspicious: true,
	}
)

// The app exchanges the hand-over for its session. Only the holder of the verifier can use a hand-over.
var (
	HandoverKnown = oauth.Check{
		ID: "client.handover.known", Spec: "RFC 6749 §5.2", Error: oauth.InvalidGrant,
		Meaning: "the hand-over was issued here and its record still exists",
		Refusal: "there is no such hand-over; please start again",
		Stops:   "guessed hand-overs",
	}
	HandoverUnused = oauth.Check{
		ID: "client.handover.unused", Spec: "RFC 6749 §4.1.2", Error: oauth.InvalidGrant,
		Meaning: "the hand-over was not used before",
		Refusal: "this hand-over was used before; please start again",
		Stops:   "a second use of a hand-over, by somebody else who saw it", Suspicious: true, Decisive: "hand-over replay",
	}
	HandoverFresh = oauth.Check{
		ID: "client.handover.fresh", Spec: "RFC 6749 §4.1.2", Error: oauth.InvalidGrant,
		Meaning: "the hand-over is less than a minute old (a setting)",
		Refusal: "this hand-over took too long; please start again",
		Stops:   "hand-overs found in a history or a log, or obtained from the user by deceit",
	}
	HandoverVerifier = oauth.Check{
		ID: "client.handover.verifier", Spec: "RFC 7636 §4.6", Error: oauth.InvalidGrant,
		Meaning: "the SHA-256 hash of the verifier is the challenge that started the sign-in",
		Refusal: "the verifier is not the one of the app that started this sign-in",
		Stops:   "another app that received the redirect, and an app that receives the session of another user", Suspicious: true, Decisive: "stolen hand-over",
	}
)

// How a request presents the id of a session.
var (
	SessionTransport = oauth.Check{
		ID: "client.session.transport", Spec: "RFC 6750 §2", Error: oauth.InvalidRequest,
		Meaning: "the id of a session is sent once: in the cookie of a browser or in the Authorization header of an app, and not in both",
		Refusal: "the request has both a cookie of ours and an Authorization header for a session, or two of those",
		Stops:   "a page that uses the cookie of a browser but avoids the rules for browsers", Suspicious: true,
	}
	SessionKind = oauth.Check{
		ID: "client.session.kind", Spec: "RFC 9110 §11.6.2", Error: oauth.LoginRequired, Status: http.StatusUnauthorized,
		Meaning: "the Authorization header has the id of a session of an app",
		Refusal: "this is not the session of an app",
		Stops:   "ids of browser sessions used outside of the browser", Suspicious: true, Decisive: "session of another kind",
	}
)
