// Package par is POST /par: a client hands in its authorization request here,
// authenticated and out of sight of the browser, and gets a reference for the
// browser to carry (RFC 9126).
//
//	pushed ──GET /authorize, as often as the page is reloaded──▶ transaction
//	       ──expires_in──▶ refused                     │
//	                                                   ▼
//	       answered once, with a code or an error ──▶ refused from then on
//
// The request passes the same checks, in the same order, as one that comes to
// /authorize; what fails is told here as JSON (§2.3). Parameters beside client_id
// and request_uri at /authorize are ignored (§4, RFC 9101 §6.3). A proof of
// possession that comes with the request, or dpop_jkt in it, binds the code to
// its key (RFC 9449 §10.1).
package par
