// Package fetch sends all requests to addresses that a client chose: jwks_uri, and the URI
// for back-channel logout. An attacker could choose the address of a machine that only this
// server can reach (server-side request forgery, RFC 9728 §7.7). Therefore:
//
//	url.go      https, a plain host name, no credentials; before anything is sent
//	address.go  public addresses only; after the name was resolved
//	dial.go     connects to the verified address, and verifies the address of the socket
//	            again, against DNS rebinding
//	fetch.go    one exchange: no redirect, no proxy, no cookie, no reuse of connections,
//	            bounded in time and size
//
// The setting --fetch-allow lists host:port pairs that may have a private address and may use
// http, for tests on one machine and for hosts in the operator's own network.
package fetch
