package checks

import (
	"net/http"

	"quartet.example/shared/oauth"
)

// The control API (/control/...), which exists in the dev profile only. It can do everything, so only
// programs of the developer may call it: never a web page, and nobody else in the network.
var (
	ControlSite = oauth.Check{
		ID: "as.control.site", Spec: "RFC 9700 §4.7", Error: oauth.AccessDenied,
		Meaning: "the browser does not report (by Sec-Fetch-Site or Origin) that a page of another site sent the request",
		Refusal: "the control API is for programs; a page of another site sent this request",
		Stops:   "websites that control the server through the browser of the developer", Suspicious: true, Decisive: "cross-site request forgery",
	}
	ControlToken = oauth.Check{
		ID: "as.control.token", Spec: "RFC 6750 §3.1", Error: oauth.InvalidToken,
		Meaning: "a bearer token that the request has is the control token of the settings",
		Refusal: "this is not the control token of the server",
		Stops:   "guessing the control token", Suspicious: true,
	}
	ControlCaller = oauth.Check{
		ID: "as.control.caller", Spec: "RFC 6750 §2.1", Error: oauth.AccessDenied,
		Meaning: "a request without the control token comes from this machine, and not through a proxy",
		Refusal: "the control API answers programs on this machine; from elsewhere, or through a proxy, send the token of the setting control-token as a bearer token",
		Stops:   "others in the network who control the server", Suspicious: true,
	}
	ControlHost = oauth.Check{
		ID: "as.control.host", Spec: "RFC 9110 §7.2", Error: oauth.AccessDenied,
		Meaning: "the Host header of a request without the control token names this machine or the issuer",
		Refusal: "the control API does not answer under this host name; use localhost, or send the control token",
		Stops:   "DNS rebinding: a website that points its host name at 127.0.0.1", Suspicious: true, Decisive: "DNS rebinding",
	}
	ControlJSON = oauth.Check{
		ID: "as.control.json", Spec: "RFC 8259 §11", Error: oauth.InvalidRequest, Status: http.StatusUnsupportedMediaType,
		Meaning: "a request body is application/json, which a page of another site cannot send without a preflight",
		Refusal: "send the body as application/json, without Content-Encoding",
		Stops:   "forms of other sites, whose bodies have other media types",
	}
	ControlMembers = oauth.Check{
		ID: "as.control.members", Spec: "RFC 8259 §4", Error: oauth.InvalidRequest,
		Meaning: "the body is one JSON object, and the names in it and in the query are known, spelled exactly, and occur once",
		Refusal: "the body is not the JSON object that this operation takes",
		Stops:   "a test that passes because the server ignored a misspelled name",
	}

	// An issuer is made by the first request to it, and may end another one (internal/tenants).
	TenantSite = oauth.Check{
		ID: "as.tenant.site", Spec: "RFC 9700 §4.7", Error: oauth.AccessDenied,
		Meaning: "the first request to an issuer below this one is not one that a page of another site sent unseen, such as that of an image",
		Refusal: "a page of another site cannot make an issuer; send the first request to this issuer from a program, or open one of its pages",
		Stops:   "websites that end the issuers of a developer by making so many that the oldest must go", Suspicious: true,
	}
)
