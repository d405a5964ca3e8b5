// Package clientauth authenticates clients for all endpoints that they
// call by themselves: token, introspection, revocation and the like (RFC 6749 §2.3, §3.2.1). One request, one method, and it
// is the method that the client is registered for:
//
//	client_secret_basic  Authorization: Basic, both parts form-urlencoded  RFC 6749 §2.3.1
//	client_secret_post   client_id and client_secret in the body           RFC 6749 §2.3.1
//	private_key_jwt      client_assertion, signed with the client's key    RFC 7523 §2.2
//	client_secret_jwt    client_assertion, HMAC with the client's secret   RFC 7523 §2.2
//	none                 client_id alone, public clients only              RFC 6749 §2.1
//
// An unknown client, another method and a wrong secret get the same answer
// after the same work. Secrets are random, so that a fast hash compared in
// constant time is enough; passwords are another matter (internal/directory).
//
// Wrong secrets are counted for each client and address: after a few, further
// attempts of that pair wait (RFC 6749 §10.10), and those of the same client from
// elsewhere do not. The count is in Redis, which is asked after a failure only.
//
//	credentials.go   what the request brings
//	authenticate.go  one method, one client, not too many guesses
//	verify.go        whether it is right; assertions are judged by internal/assertion
//	guesses.go       how often it was wrong
package clientauth
