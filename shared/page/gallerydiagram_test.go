package page_test

import "quartet.example/shared/page"

var fourLanes = []page.Lane{{Role: "browser"}, {Role: "client"}, {Role: "authserver"}, {Role: "resourceserver"}}

// example is a sign-in with everything that a diagram can show.
var example = page.Diagram{
	ID: "messages", Label: "Messages of this sign-in", Lanes: append(fourLanes[:4:4], page.Lane{Role: "attacker"}),
	Rows: []page.Message{
		{
			ID: "m-1", Say: "Message 1, Browser to Client, through the browser, GET /login, 303", Href: "/1", N: 1, From: 0, To: 1, Channel: "front",
			Method: "GET", Path: "/login", Status: 303, State: "passed", Verdict: "2 checks passed", Took: "9 ms",
			Redirect: &page.Redirect{
				Status: 303, Target: "auth.localhost:9000/authorize", Values: []page.Value{{Name: "request_uri", Chip: "91c0"}}, More: 1,
				Visible: []string{"the user", "browser extensions", "the browser's history", "the Referer header", "access logs"}, Next: 3, NextHref: "/3",
			},
		},
		{Say: "Message 2", Href: "/2", N: 2, From: 1, To: 2, Channel: "back", Method: "POST", Path: "/par", Status: 201, State: "passed", Verdict: "14 checks passed", Took: "4 ms", Chips: []page.Value{{Name: "state", Chip: "4f2a"}}},
		{Say: "Message 3", Href: "/3", N: 3, From: 0, To: 2, Channel: "front", Method: "GET", Path: "/authorize", Status: 200, State: "passed", Verdict: "9 checks passed", Took: "4 ms"},
		{
			Say: "Message 4", Href: "/4", N: 4, From: 0, To: 2, Channel: "front", Method: "POST", Path: "/login", Status: 303, State: "passed", Verdict: "3 checks passed", Took: "31 ms",
			Redirect: &page.Redirect{
				Status: 303, Target: "app.localhost:8080/callback", Values: []page.Value{{Name: "code", Chip: "4f2a"}, {Name: "state", Chip: "91c0"}, {Name: "iss"}},
				Visible: []string{"the user", "browser extensions", "the browser's history", "the Referer header", "access logs"}, Next: 5, NextHref: "/5",
			},
		},
		{Say: "Message 5", Href: "/5", N: 5, From: 1, To: 2, Channel: "back", Method: "POST", Path: "/token", Status: 200, State: "passed", Verdict: "6 checks passed", Took: "8 ms", Current: true},
		{
			ID: "r-6", Say: "2 messages from 6 to 7, each: Client to Resource server", N: 6, From: 1, To: 3, Channel: "back", Method: "GET", Path: "/notes", Status: 200, State: "passed", Verdict: "5 checks passed",
			Alike: []page.Message{
				{Say: "Message 6", Href: "/6", N: 6, From: 1, To: 3, Channel: "back", Method: "GET", Path: "/notes", Status: 200, State: "passed", Verdict: "5 checks passed", Took: "2 ms"},
				{Say: "Message 7", Href: "/7", N: 7, From: 1, To: 3, Channel: "back", Method: "GET", Path: "/notes", Status: 200, State: "passed", Verdict: "5 checks passed", Took: "2 ms"},
			},
		},
		{Say: "Message 8", Href: "/8", N: 8, From: 4, To: 2, Channel: "back", Method: "POST", Path: "/token", Status: 400, State: "refused", Verdict: "refused by as.pkce.verifier", Error: "invalid_grant", Took: "2 ms"},
		{Say: "Message 9", Href: "/9", N: 9, From: 2, To: 1, Channel: "back", Method: "POST", Path: "/backchannel-logout", State: "waiting", Verdict: "under way"},
	},
}

// fourRoles is the small picture beside a text.
var fourRoles = page.Diagram{
	Label: "How a sign-in works", Small: true,
	Lanes: []page.Lane{
		{Role: "browser", Name: "You"}, {Role: "client", Name: "Notes"}, {Role: "authserver"}, {Role: "resourceserver", Name: "Notes API"},
	},
	Rows: []page.Message{
		{Say: "1. You press Sign in at Notes.", N: 1, From: 0, To: 1, Channel: "front", Text: "Sign in"},
		{Say: "2. Notes sends you to the authorization server.", N: 2, From: 0, To: 2, Channel: "front", Text: "You prove who you are and allow it"},
		{Say: "3. A code goes back to Notes through your browser.", N: 3, From: 0, To: 1, Channel: "front", Text: "A one-time code"},
		{Say: "4. Notes exchanges the code for tokens.", N: 4, From: 1, To: 2, Channel: "back", Text: "Code for tokens"},
		{Say: "5. Notes reads your notes with the access token.", N: 5, From: 1, To: 3, Channel: "back", Text: "Your notes, with the token"},
	},
}
