// Package controlapi has the requests and responses of the control API of the authorization server
// (/control/..., dev profile only). Tests use the control API to create users and clients, to sign in
// without a browser, to issue tokens, valid and forged, and to make the server fail.
//
//	token.go     an access token or ID token, valid or forged
//	signin.go    a sign-in without a browser
//	fault.go     one response that goes wrong
//	request.go   a request that the server received
//	list.go      lists of users, clients, faults and requests
//	logout.go    the end of all sessions of a user
//	clock.go     the time of the server
//	client.go    Client, which calls the API over HTTP
//	endpoint.go  the endpoints of the protocol
package controlapi
