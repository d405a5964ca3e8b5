// Package notes is the API behind the access token: notes of the token's subject.
//
//	GET    /notes       notes:read    all of them, newest first
//	POST   /notes       notes:write   {"text": "..."} → 201
//	GET    /notes/{id}  notes:read
//	DELETE /notes/{id}  notes:write   → 204
//	GET    /whoami      any token     who the token says one is
package notes
