// Package core holds the nouns of the client and the rules that need no
// network: a login in progress, a session, the groups that sessions end in, a set
// of tokens, and where a browser may be sent afterwards.
package core
