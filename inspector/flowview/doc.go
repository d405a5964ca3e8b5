// Package flowview says how a flow is shown: which lanes and rows its diagram has, and what is
// written about each message. The pages of the inspector, the exported files and the terminal use
// it, so that they all say the same.
//
//	text.go     names, outcomes and durations as text
//	diagram.go  Diagram: the lanes and rows of a flow
//	redirect.go a redirect through the browser, and who can see its values
package flowview
