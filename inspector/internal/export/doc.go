// Package export serves one flow as a file, in the formats of package flowfile.
//
//	handler.go  the routes, and the headers of a download
package export
