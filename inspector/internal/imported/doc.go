// Package imported reads files of the inspector again, and shows their flows read-only. They are kept in
// memory, apart from the recording, and never written to Redis.
//
//	handler.go  the routes
package imported
