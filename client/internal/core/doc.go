// Package core holds the nouns of the client and the rules that need no
// network: a login in progress, a session, a set of tokens, and where a browser
// may be sent afterwards.
package core
