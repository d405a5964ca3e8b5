// Package directory is who and what the authorization server knows: users,
// clients and resources of the seed file, in memory, never changed.
//
//	directory.go  find a client, a user, a resource
//	password.go   sign-in: argon2id, within a bound of memory
//	scope.go      scopes: their words, their audience      RFC 8707 §2
package directory
