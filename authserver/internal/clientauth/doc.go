// Package clientauth authenticates clients for the token, introspection and
// revocation endpoints (RFC 6749 §2.3, §3.2.1). One request, one method, and it
// is the method that the client is registered for:
//
//	client_secret_basic  Authorization: Basic, both parts form-urlencoded  RFC 6749 §2.3.1
//	client_secret_post   client_id and client_secret in the body           RFC 6749 §2.3.1
//	none                 client_id alone, public clients only              RFC 6749 §2.1
//
// An unknown client, another method and a wrong secret get the same answer
// after the same work. Secrets are random, so that a fast hash compared in
// constant time is enough; passwords are another matter (internal/directory).
//
//	credentials.go   what the request brings
//	authenticate.go  whether it is right
package clientauth
