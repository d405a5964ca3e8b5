// Package ui has the page of Notes. Without a session it says what this is. For a user who is
// signed in it shows their notes, what the browser and the application hold of the session and
// when it ends, and where else they are signed in. It works without scripts. With them, a note is
// added or deleted without loading the page again, and what was typed is kept if the session
// ends.
//
//	handler.go   GET /
//	view.go      what the page shows
//	roles.go     the diagram on the start page
//	beside.go    the inspector beside the page
//	sessions.go  this session and the others, in words
//	forms.go     notes, for browsers without scripts
package ui
