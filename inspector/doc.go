// Package inspector shows every message between the services, live. It has no role in OAuth: it
// reads the messages that the recorders (shared/trace) wrote to Redis with masked secrets.
//
//	config.go     every setting, checked at start
//	deps.go       what New takes besides the settings
//	inspector.go  New and Close
//	wire.go       makes the handlers
//	docs.go       the pages of the documentation, and the addresses in them
//	routes.go     all routes
//	host.go       refuses other host names
//	frame.go      lets the client show the inspector in a frame
//
//	flow      joins what sender and receiver recorded, and groups messages into flows
//	flowview  the diagram of a flow, and texts about messages, for pages, files and the terminal
//	flowfile  one flow as a file: Mermaid, HTTP Archive or the events, which it also reads
//	stateview what each role holds now, for pages, JSON and the terminal
//
//	internal/checks  its security checks
//	internal/compare two flows, message beside message
//	internal/control  the buttons of step mode and of the demo clock
//	internal/docsite  the documentation as pages
//	internal/export  serves one flow as a file
//	internal/glossary the glossary and the map of specifications
//	internal/imported reads files of the inspector, and shows their flows
//	internal/hops    the latest flows, one flow, one message, the list of messages, and JSON
//	internal/live    reads the stream once, and notifies any number of pages (server-sent events)
//	internal/state   what each role holds now: asks the services, counts the keys of Redis
//	internal/ui      pages, their script and stylesheet
//
// # From a message to the page
//
//	recorder ─▶ Redis stream ─▶ live.Reader ─▶ flow.Book ─▶ hops: pages and JSON
//	                                  └──────▶ live: "message 7 changed" ─▶ the page asks for the rows that changed
//
// Pages work without the script, but then do not update themselves.
//
// # Protection
//
// The recording contains credentials, although masked. So the inspector runs in the dev profile
// only, listens on loopback only, and answers only under its own host names: a website could
// otherwise point a host name at 127.0.0.1 (DNS rebinding) and read the pages. Recorded values are
// shown as text, never as HTML.
package inspector
