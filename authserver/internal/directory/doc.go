// Package directory finds the users, clients and resources of the seed file, which it keeps in
// memory. The control API can replace users and clients while the server runs. Changes that operators
// made to users (disabled, deleted, new password) are applied on top of the seed file.
//
//	directory.go  Directory
//	catalog.go    all resources and scopes at one time
//	clients.go    clients
//	people.go     users, with the changes of operators
//	password.go   password check: argon2id, a few at a time
//	memory.go     the limit of the memory of password checks
//	scope.go      scopes: their descriptions and audience      RFC 8707 §2
package directory
