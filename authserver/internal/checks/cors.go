package checks

import "quartet.example/shared/oauth"

// CORSPreflight refuses what the browser would block in any case, so that the response can say why.
var CORSPreflight = oauth.Check{
	ID: "as.cors.preflight", Spec: "RFC 9700 §2.6", Error: oauth.AccessDenied,
	Meaning: "a script of another origin asks only for the methods GET and POST and for the headers Authorization, Content-Type and DPoP",
	Refusal: "scripts of other origins may send only GET and POST with Authorization, Content-Type and DPoP",
	Stops:   "scripts of other origins that send further headers to the endpoints",
}
