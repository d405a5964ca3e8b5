// Package endpointtest starts the endpoints that clients talk to directly:
// token, introspection, revocation, over real HTTP, on a real Echo and the Redis
// of shared/redistest, with the clock in the test's hand. Sign-in and consent
// are left out: Authorize issues the code that they would end with.
package endpointtest
