// Package clientauth authenticates clients at all endpoints that they call directly: token,
// introspection, revocation and others (RFC 6749 §2.3, §3.2.1). A request uses one method,
// which must be the method for which the client is registered:
//
//	client_secret_basic  Authorization: Basic, both parts form-urlencoded  RFC 6749 §2.3.1
//	client_secret_post   client_id and client_secret in the body           RFC 6749 §2.3.1
//	private_key_jwt      client_assertion, signed with the client's key    RFC 7523 §2.2
//	client_secret_jwt    client_assertion, HMAC with the client's secret   RFC 7523 §2.2
//	none                 client_id alone, public clients only              RFC 6749 §2.1
//
// An unknown client, another method and a wrong secret get the same response after the
// same work. Client secrets are random, so a fast hash that is compared in constant time
// is enough; passwords need a slow one (internal/directory).
//
// Wrong secrets are counted for each pair of client and address. After a few of them,
// further attempts of that pair must wait (RFC 6749 §10.10); the same client at another
// address need not. The count is in Redis, which is used after a failure only.
//
//	credentials.go   reads the credentials of a request
//	authenticate.go  the checks in order: one method, one client, not too many guesses
//	verify.go        verifies the credentials; internal/assertion verifies assertions
//	guesses.go       counts wrong secrets
package clientauth
