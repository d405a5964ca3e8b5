// Package compare shows two flows, recorded or imported, message beside message.
//
//	handler.go  the route
package compare
