// Package labs serves the pages of the labs: the list, and for each lab its text, buttons that make its attacks,
// and how they ended.
//
//	handler.go  the routes
//	outcomes.go how the attacks ended that were made here
package labs
