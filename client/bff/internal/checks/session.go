package checks

import (
	"net/http"

	"quartet.example/shared/oauth"
)

// What a browser with a session cookie may do (RFC 10017 §6.1.3.3). The first
// three run before anything is read from the store or sent upstream.
var (
	SessionCSRF = oauth.Check{
		ID: "client.session.csrf", Spec: "RFC 10017 §6.1.3.3", Error: oauth.AccessDenied,
		Meaning: "the request has the header X-Requested-With: quartet, which other sites cannot send, or is a form with the token of the session",
		Refusal: "the header X-Requested-With: quartet or the token of the form is missing",
		Stops:   "cross-site request forgery by forms, images and scripts", Suspicious: true, Decisive: "cross-site request forgery",
	}
	SessionFetchSite = oauth.Check{
		ID: "client.session.fetch_site", Spec: "Fetch Metadata §2.3", Error: oauth.AccessDenied,
		Meaning: "Sec-Fetch-Site, if the browser sends it, says that the request comes from a page of this application",
		Refusal: "the request was made by another site",
		Stops:   "cross-site request forgery", Suspicious: true,
	}
	SessionOrigin = oauth.Check{
		ID: "client.session.origin", Spec: "RFC 6454 §7", Error: oauth.AccessDenied,
		Meaning: "Origin, if the browser sends it, is the origin of this application",
		Refusal: "the request was made by another origin",
		Stops:   "cross-site request forgery from browsers without Fetch Metadata", Suspicious: true,
	}
	SessionPresent = oauth.Check{
		ID: "client.session.present", Spec: "RFC 10017 §6.1.3.2", Error: oauth.LoginRequired, Status: http.StatusUnauthorized,
		Meaning: "the cookie names a session that has not ended, neither by its age nor because it was idle for too long",
		Refusal: "nobody is signed in, or the session has ended",
		Stops:   "requests without a signed-in user, and session ids chosen by an attacker",
	}
	SessionOwn = oauth.Check{
		ID: "client.session.own", Spec: "RFC 10017 §6.1.3", Error: oauth.NotFound,
		Meaning: "a session that is ended from another session belongs to the same user",
		Refusal: "there is no such session of yours; it may have ended already",
		Stops:   "ending the session of another user, and finding out which sessions exist",
	}
	SessionOvertaken = oauth.Check{
		ID: "client.session.overtaken", Spec: "OIDC Back-Channel Logout §2.7", Error: oauth.LoginRequired,
		Meaning: "the user was not signed out at the issuer while this sign-in was in progress",
		Refusal: "you were signed out at the authorization server meanwhile; please sign in again",
		Stops:   "a session that begins after the session at the issuer has ended",
	}
	ProxyPath = oauth.Check{
		ID: "client.proxy.path", Spec: "RFC 3986 §6.2", Error: oauth.NotFound,
		Meaning: "the path has no encoded or relative parts, and is on the list of allowed paths",
		Refusal: "there is no such path in this API",
		Stops:   "path traversal, encoded slashes, and access to paths that are not meant for browsers", Decisive: "path traversal",
	}
)
