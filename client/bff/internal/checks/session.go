package checks

import (
	"net/http"

	"quartet.example/shared/oauth"
)

// What a browser with a session cookie may do (RFC 10017 §6.1.3.3). The first
// three run before anything is looked up or sent upstream.
var (
	SessionCSRF = oauth.Check{
		ID: "client.session.csrf", Spec: "RFC 10017 §6.1.3.3", Error: oauth.AccessDenied,
		Meaning: "the request has the header X-Requested-With: quartet, which other sites cannot send, or a form the token of the session",
		Refusal: "the header X-Requested-With: quartet or the token of the form is missing",
		Stops:   "cross-site request forgery by forms, images and scripts", Suspicious: true,
	}
	SessionFetchSite = oauth.Check{
		ID: "client.session.fetch_site", Spec: "Fetch Metadata §2.3", Error: oauth.AccessDenied,
		Meaning: "the browser says that the request comes from our own pages, if it says anything",
		Refusal: "the request was made by another site",
		Stops:   "cross-site request forgery", Suspicious: true,
	}
	SessionOrigin = oauth.Check{
		ID: "client.session.origin", Spec: "RFC 6454 §7", Error: oauth.AccessDenied,
		Meaning: "Origin, if it is sent, is our own",
		Refusal: "the request was made by another origin",
		Stops:   "cross-site request forgery from browsers without Fetch Metadata", Suspicious: true,
	}
	SessionPresent = oauth.Check{
		ID: "client.session.present", Spec: "RFC 10017 §6.1.3.2", Error: oauth.LoginRequired, Status: http.StatusUnauthorized,
		Meaning: "the cookie names a session that has neither ended nor idled too long",
		Refusal: "nobody is signed in, or the session has ended",
		Stops:   "calls without a user, and sessions that somebody planted",
	}
	SessionOwn = oauth.Check{
		ID: "client.session.own", Spec: "RFC 10017 §6.1.3", Error: oauth.NotFound,
		Meaning: "a session that is to be ended from another one is of the same user",
		Refusal: "there is no such session of yours; it may have ended already",
		Stops:   "signing somebody else out, and finding out which sessions there are",
	}
	SessionOvertaken = oauth.Check{
		ID: "client.session.overtaken", Spec: "OIDC Back-Channel Logout §2.7", Error: oauth.LoginRequired,
		Meaning: "the user was not signed out at the issuer while this sign-in was on its way",
		Refusal: "you were signed out at the authorization server meanwhile; please sign in again",
		Stops:   "a session that begins after the session at the issuer has ended",
	}
	ProxyPath = oauth.Check{
		ID: "client.proxy.path", Spec: "RFC 3986 §6.2", Error: oauth.NotFound,
		Meaning: "the path is plain and on the list of paths that pages need",
		Refusal: "there is no such path in this API",
		Stops:   "path traversal, encoded slashes, and reaching what was never meant for browsers",
	}
)
