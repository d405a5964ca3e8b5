// Package notes is the API behind the access token: notes of the token's subject.
//
//	GET    /notes       notes:read    a page of them, newest first     page.go
//	POST   /notes       notes:write   {"text": "..."} → 201            change.go
//	GET    /notes/{id}  notes:read                                     read.go
//	PUT    /notes/{id}  notes:write   {"text": "..."} → 200            change.go
//	DELETE /notes/{id}  notes:write   → 204                            change.go
//	GET    /whoami      any token     who the token says one is        whoami.go
//
// Conditional requests (RFC 9110 §13, conditional.go): a GET has a strong ETag and
// heeds If-None-Match with 304; PUT and DELETE heed If-Match with 412, and the
// store decides and changes in one step. Without a precondition a change happens.
// No answer may be stored by a cache (no-store): the entity tags are for programs
// that keep a note while somebody edits it.
//
// Pages (RFC 8288): limit is 1 to 500, and 500 without one, which is as many notes
// as an owner can have; the address of the next page is in Link, rel="next".
//
// Errors have two forms, and the border between them is the access token. What
// package bearer refuses, a token that is missing, not valid or not enough, is
// RFC 6750: WWW-Authenticate, and a body {"error", "error_description"}. What is
// refused after it, here, is about notes and no longer about OAuth: a problem
// (RFC 9457, problem.go) with the name of the check as its type. What is not about
// the request (5xx) and what never gets to a route (no such address or method, a
// body over 64 KiB, a URL over 8 KiB) has the form that shared/web gives it in all
// services, which is that of OAuth. Errors are JSON whatever Accept says: a program
// that sends the Accept of a browser could not read a page.
//
// Left out: Last-Modified, because two changes can share a second; PATCH, because
// a note has one member that can change; the ETag in the answer to PUT, which RFC
// 9110 §9.3.4 forbids where what is stored is not what was sent.
package notes
