// Package directory is who and what the authorization server knows: users,
// clients and resources of the seed file, in memory. What operators said about
// users since (disabled, deleted, another password) lies over them.
//
//	directory.go  find a client, a resource
//	people.go     find a user, as operators left them
//	password.go   sign-in: argon2id, within a bound of memory
//	scope.go      scopes: their words, their audience      RFC 8707 §2
package directory
