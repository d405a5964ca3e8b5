// Package browser is a scripted browser for tests of the whole stack: it keeps
// cookies by the rules of browsers, follows redirects from one role to the
// next, submits forms with their hidden fields, sends what Chromium sends with
// them (Sec-Fetch-*, Origin), and remembers every message.
//
//	b := browser.New(t)
//	b.Open(client + "/login").Login("alice", "wonderland").Approve()
//	b.Fetch("POST", "/api/notes", `{"text":"milk"}`)
//	b.Hops()
//
// authservertest.Browser is for tests of one server and stops where a redirect
// leaves it; this one goes on. It runs no script: see package chromium for that.
package browser
