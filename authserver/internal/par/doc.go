// Package par is POST /par (RFC 9126). A client sends its authorization request here, authenticated
// and not through the browser. It gets a request_uri, with which it sends the browser to
// /authorize.
//
//	pushed ──GET /authorize, also repeated by reloads──▶ transaction
//	       ──after expires_in──▶ refused               │
//	                                                   ▼
//	       answered once, with a code or an error ──▶ refused from then on
//
// The request passes the same checks in the same order as a request to /authorize; errors are
// returned as JSON (§2.3). At /authorize, parameters other than client_id and request_uri are
// ignored (§4, RFC 9101 §6.3). A DPoP proof with the request, or dpop_jkt in it, binds the code to
// its key (RFC 9449 §10.1).
package par
