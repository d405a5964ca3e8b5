// Package export writes one flow as a file, for use outside of the inspector.
//
//	handler.go  the routes, and the headers of a download
//	mermaid.go  a Mermaid sequence diagram, which GitHub shows in Markdown
//	escape.go   text of a message in a Mermaid diagram
//	har.go      an HTTP Archive (HAR 1.2), which the developer tools of browsers open
//	entry.go    one message in an HTTP Archive
//	jsonl.go    the recorded events (shared/trace), one JSON object per line
//
// A file contains what the pages show: secrets were masked when they were recorded. Recorded values
// are text in each of the formats, and control characters are escaped, so that a terminal can show
// the files.
package export
