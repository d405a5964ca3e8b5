// Package naive has programs that are vulnerable on purpose: an authorization server, an API and a client.
// Labs and tests attack them. They contain no secrets and no data, refuse to listen on any other address than
// loopback, and answer only requests that arrive there. Do not copy this code.
//
//	defences.go        the named checks that a program makes, if it is told to
//	listen.go          loopback only
//
//	server.go          go-oauth2 as its README wires it
//	serverdefences.go  its checks
//	serverrefresh.go   those of the refresh token grant
//	serverassertion.go clients that authenticate with assertions
//	serverfamilies.go  which codes and refresh tokens were used, for its checks
//
//	api.go             an API that lacks chosen defences
//	apidefences.go     its checks
//	apirevoked.go      asks the issuer which tokens were revoked
//	apidpop.go         those of a token that is bound to a key
//	apinotes.go        notes of users
//	verify.go          verifies an access token carelessly
//	apitrusting.go     verifies it as the token itself says
//	keys.go            finds the key of a token carelessly
//
//	clientholes.go     the defences that a client may lack
//	client.go          a web application that signs users in, and lacks some of them
//	clientissuers.go   lets the user choose the authorization server
//	clientcallback.go  takes the authorization response carelessly, and its checks
//	clientclaims.go    verifies the claims of an ID token carelessly
//	clientsignature.go verifies its signature carelessly
//	clienthttp.go      talks to the authorization server carelessly
//	clientassertion.go authenticates there, with a secret or with an assertion
//	clientreturn.go    sends the browser to any address
//	clientpage.go      a page that keeps its token in the browser, and has a hole for scripts
//	serverconsent.go   a consent page like that of the example of go-oauth2
//	clientnotes.go     shows the notes of the API
package naive
