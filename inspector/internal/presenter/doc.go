// Package presenter serves presenter mode: the scripts, and both windows of a presentation. It keeps no
// state: the address of a page says which step it shows and from where.
//
//	handler.go  the routes
//	reset.go    takes all services to their start, between two talks
package presenter
