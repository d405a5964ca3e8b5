package checks

import (
	"net/http"

	"quartet.example/shared/oauth"
)

// What may pass through /api/, together with client.proxy.path in session.go.
var (
	ProxyQuery = oauth.Check{
		ID: "client.proxy.query", Spec: "RFC 3986 §3.4", Error: oauth.InvalidRequest,
		Meaning: "the query is well-formed; it is then forwarded unchanged",
		Refusal: "the query cannot be read",
		Stops:   "parameters that one parser reads and the next one does not",
	}
	ProxyUpgrade = oauth.Check{
		ID: "client.proxy.upgrade", Spec: "RFC 9110 §7.8", Error: oauth.InvalidRequest, Status: http.StatusNotImplemented,
		Meaning: "the request does not ask for a WebSocket",
		Refusal: "this API is not open to WebSockets: the browser cannot send the header that protects it; read a streamed answer instead",
		Stops:   "cross-site WebSocket hijacking, and connections that outlive the session",
	}
)
