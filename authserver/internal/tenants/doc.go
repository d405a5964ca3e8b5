// Package tenants serves many issuers in one process: below the base issuer
// http://auth.localhost:9000, each http://auth.localhost:9000/NAME is an issuer of its own, with its own
// keys, users, clients, sessions and clock. A test suite in any language can so use a fresh issuer for
// each test. It exists in the dev profile only.
//
//	tenants.go  the HTTP handler, and Close
//	name.go     which tenant and endpoint a path is for          RFC 8414 §3.1, OIDC Discovery §4
//	site.go     which requests of a browser make no tenant          Fetch Metadata §2
//	pool.go     the tenants in memory: made on first use, limited in number
//
// # When a tenant is made
//
// The first request to an endpoint below a name makes the tenant: one of its two metadata documents,
// /NAME/authorize, /NAME/token, /NAME/control/… and so on. Any other path, such as /NAME or
// /favicon.ico, makes none and is answered by the base server, so that a wrong URL is still answered
// with 404. A page of another site cannot make one either: with many images it could end all issuers
// of the developer. A name that is the first part of an endpoint of the base server cannot be a tenant; its control
// API and its metadata answer 404 and say so.
//
// # When it ends
//
// If the maximum number is reached, the tenant that was idle for the longest time ends before another one is
// made. Its state is lost; the next request to its name makes a new one. If each tenant is answering
// a request, the new one is refused with 503. All end with the server.
package tenants
