// Package home is the page at the issuer's URL. It describes the server and links to its documents.
// Every visitor sees the same public information; in the dev profile this includes the demo users
// and clients.
package home
