// Package inspector shows every message between the roles, live. It is no role
// of OAuth: it reads what the recorders (shared/trace) wrote to Redis, masked
// at its source, and draws it.
//
//	config.go     every setting, checked at start
//	inspector.go  New and Close; wire.go: what endpoints are made of
//	routes.go     everything it answers, on one screen
//
//	internal/checks  its own defences
//	internal/flow    messages: two sights of one joined, messages of one flow found
//	internal/hops    the list, one message, and both as JSON
//	internal/live    one reader of the stream, many listeners (server-sent events)
//	internal/ui      pages, their script and stylesheet
//
// # What a page is made of
//
//	recorder ─▶ Redis stream ─▶ live.Reader ─▶ flow.Book ─▶ hops: pages and JSON
//	                                  └──────▶ live: "message 7 has changed" ─▶ the page fetches itself again
//
// Pages are complete without the script; it only saves the reload.
//
// # What is left out, and why
//
// It is a recorder of credentials, though masked ones: it runs in the dev
// profile only, listens on loopback only, answers only hosts that are its own
// (a page of the web could otherwise reach it under a name of its own, by DNS
// rebinding), and shows everything that was captured as text.
package inspector
