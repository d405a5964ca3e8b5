package ui

import "quartet.example/shared/page"

// signIn is the small diagram on the start page.
var signIn = page.Diagram{
	Label: "How a sign-in works, in five messages", Small: true,
	Lanes: []page.Lane{
		{Role: "browser", Name: "You"}, {Role: "client", Name: "Notes"}, {Role: "authserver", Name: "Authorization server"}, {Role: "resourceserver", Name: "Notes API"},
	},
	Rows: []page.Message{
		{Say: "1. In the browser, you press Sign in at Notes.", N: 1, From: 0, To: 1, Channel: "front", Text: "You press Sign in"},
		{Say: "2. Notes sends your browser to the authorization server. You prove there who you are and allow the access.", N: 2, From: 0, To: 2, Channel: "front", Text: "You sign in and allow it"},
		{Say: "3. The authorization server sends your browser back to Notes, with a code that works once.", N: 3, From: 0, To: 1, Channel: "front", Text: "A code that works once"},
		{Say: "4. From server to server, Notes exchanges the code for tokens.", N: 4, From: 1, To: 2, Channel: "back", Text: "The code for tokens"},
		{Say: "5. From server to server, Notes requests your notes with the access token.", N: 5, From: 1, To: 3, Channel: "back", Text: "Your notes, with the access token"},
	},
}
