// Package core has the types of the client and their rules that need no network: a login in
// progress, a session, groups of sessions that end together, tokens, and the paths that a browser
// may be redirected to.
package core
