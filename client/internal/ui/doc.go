// Package ui is the page of the client: what it is for who is signed out; for who
// is signed in their notes, what browser and application hold of the session and
// when it ends, and where else they are signed in. It works without scripts; with them, adding and
// deleting a note does not load the page again, and a session that ends does
// not cost what was typed.
//
//	handler.go   GET /
//	view.go      what the page shows
//	sessions.go  this session and the others, in words
//	forms.go     notes, for browsers without scripts
package ui
