// Package endpointtest starts the endpoints for programs: token, introspection, revocation and the
// feed. It uses real HTTP, a real Echo, the Redis of shared/redistest, and a clock that the test
// moves. There is no sign-in and no consent page: Authorize issues a code directly.
package endpointtest
