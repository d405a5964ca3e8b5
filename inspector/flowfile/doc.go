// Package flowfile writes one flow as a file, and reads such a file again.
//
//	mermaid.go  a Mermaid sequence diagram, which GitHub shows in Markdown
//	escape.go   text of a message in a Mermaid diagram
//	har.go      an HTTP Archive (HAR 1.2), which the developer tools of browsers open
//	entry.go    one message in an HTTP Archive
//	jsonl.go    the recorded events (shared/trace), one JSON object per line
//	html.go     a page that needs no network; its template, style and script are in viewer/
//	message.go  one message of that page
//	legend.go   what the names and checks of a flow mean
//	brief.go    the texts of the checks, which the events in that page do not repeat
//	svg.go      a drawing, for example for a slide
//	read.go     Read: the flows in a file of events, or in an HTML file of this package
//	valid.go    what an event of a file may contain
//	lab.go      LabEvents: events that a lab sends to the inspector
//
// A file contains what the pages of the inspector show: secrets were masked when they were recorded.
// Recorded values are text in each of the formats, and control characters are escaped, so that a
// terminal can show the files.
package flowfile
