// Package notes is the API: notes of the user in the access token.
//
//	GET    /notes       notes:read    one page of the list, newest first   page.go, read.go
//	POST   /notes       notes:write   {"text": "..."} → 201                change.go
//	GET    /notes/{id}  notes:read                                         read.go
//	PUT    /notes/{id}  notes:write   {"text": "..."} → 200                change.go
//	DELETE /notes/{id}  notes:write   → 204                                change.go
//	GET    /whoami      any token     the claims of the token              whoami.go
//
// handler.go mounts the routes, and parse.go parses the body of a request.
//
// Conditional requests (RFC 9110 §13, conditional.go): the response to GET has a strong ETag, and
// If-None-Match gives 304. PUT and DELETE with an If-Match that does not match give 412; the store
// checks and changes in one step. No cache may store a response (no-store): entity tags are for
// programs that keep a note while a user edits it.
//
// Pages (RFC 8288): limit is 1 to 500. Without a limit the page has 500 notes, which is as many as
// an owner can have. The header Link, rel="next", contains the address of the next page.
//
// Errors have two forms. Package bearer refuses a missing, invalid or insufficient access token in
// the form of RFC 6750: WWW-Authenticate, and a body {"error", "error_description"}. What is
// refused after that has nothing to do with OAuth: it is a problem (RFC 9457, problem.go), with
// the id of the check as its type. Server errors (5xx), and requests that reach no route (unknown
// path or method, body over 64 KiB, URL over 8 KiB), have the form of shared/web, which is that of
// OAuth. Errors are JSON whatever Accept says, because a program that sends the Accept header of a
// browser could not parse a page.
//
// Not implemented: Last-Modified, because two changes can be in the same second; PATCH, because a
// note has only one member that can change; ETag in the response to PUT, which RFC 9110 §9.3.4
// forbids if the stored note is not identical to the request body.
package notes
