// Package browser is a scripted browser for tests of the whole stack. It keeps cookies by the
// rules of browsers, follows redirects from one service to another, submits forms with their
// hidden fields, sends the headers that Chromium sends (Sec-Fetch-*, Origin), and keeps a list of
// all messages.
//
//	b := browser.New(t)
//	b.Open(client + "/login").Login("alice", "wonderland").Approve()
//	b.Fetch("POST", "/api/notes", `{"text":"milk"}`)
//	b.Hops()
//
// authservertest.Browser is for tests of one server, and stops at a redirect to another host; this
// one follows it. It runs no scripts; package chromium does.
package browser
