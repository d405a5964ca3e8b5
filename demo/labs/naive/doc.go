// Package naive has programs that are vulnerable on purpose. Labs and tests attack them. They contain no
// secrets and no data, refuse to listen on any other address than loopback, and answer only requests that
// arrive there. Do not copy this code.
//
//	api.go     an API that lacks chosen defences
//	verify.go  verifies an access token carelessly
//	keys.go    finds the key of a token carelessly
//	listen.go  loopback only
//
//	clientholes.go     the defences that a client may lack
//	client.go          a web application that signs users in, and lacks some of them
//	clientcallback.go  takes the authorization response carelessly
//	clientclaims.go    verifies the claims of an ID token carelessly
//	clientsignature.go verifies its signature carelessly
//	clienthttp.go      talks to the authorization server carelessly
package naive
