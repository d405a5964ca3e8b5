// Package reporttest has a test that the commands check-api and check-client share.
//
//	page.go  the page of a command lists its defences
package reporttest
