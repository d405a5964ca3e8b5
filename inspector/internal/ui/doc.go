// Package ui renders the pages. Recorded values are shown as text: html/template escapes them, and
// the script never inserts them as HTML.
//
//	pages.go    New, and the pages
//	state.go    what each role holds now
//	flows.go    the first page, and the page about one flow
//	thread.go   the value that a page follows, and the marks on its messages
//	diagram.go  a flow as a sequence diagram
//	step.go     what the toolbar shows of step mode and of the demo clock
//	assets.go   stylesheet and script, with hashes in their names
//	funcs.go    functions for the templates
//	share.go    import of files, and comparison of two flows
//	docs.go     a page of the documentation
//	labs.go     the list of labs, and one lab
//	glossary.go the glossary and the map of specifications, and links into both
//	present.go  the windows of presenter mode
//	slidediagram.go the drawing of one step, with one message in focus
//	unrecorded.go a message that is not in the recording
//	detail.go   one message: its parameters with their entries in the dictionary, its checks
//	token.go    a token of a message, with the time until it expires
package ui
