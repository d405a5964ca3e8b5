// Package navigation has the rules by which browsers open an address: which cookies they send with it, and
// which headers say where the navigation comes from. Its users are programs that act as a browser without
// running scripts.
//
//	browser.go        pages and redirects
//	jar.go            cookies          RFC 6265bis
//	fetchmetadata.go  Sec-Fetch-Site   Fetch Metadata
package navigation
