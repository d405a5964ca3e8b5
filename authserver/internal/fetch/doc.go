// Package fetch is the only way in which this server asks an address that a
// client chose: jwks_uri, and the URI of back-channel logout. Such an address is
// an invitation to ask machines that only this server can reach (server-side
// request forgery, RFC 9728 §7.7), so:
//
//	url.go      https, a plain host, no credentials                     before anything else
//	address.go  public addresses only                                   after resolution
//	dial.go     the address that was judged is the one that is dialled,
//	            and the socket judges it once more                      DNS rebinding
//	fetch.go    one exchange: no redirect, no proxy, no cookie, no
//	            reuse of connections, bounded in time and size
//
// A rig on one machine names its host:port in the setting --fetch-allow. What is
// on that list may have a private address, and may speak http.
package fetch
