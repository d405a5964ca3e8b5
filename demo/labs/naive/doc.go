// Package naive has programs that are vulnerable on purpose. Labs and tests attack them. They contain no
// secrets and no data, refuse to listen on any other address than loopback, and answer only requests that
// arrive there. Do not copy this code.
//
//	api.go     an API that lacks chosen defences
//	verify.go  verifies an access token carelessly
//	keys.go    finds the key of a token carelessly
//	listen.go  loopback only
package naive
