package main

import (
	"html"

	"quartet.example/client/bff"
)

// page is for a user who is signed in. A form that changes something has the token of the session.
func page(user bff.User) string {
	return `<p>Hello, ` + html.EscapeString(user.Name) + `. <a href="/mine">Your notes</a></p>
<form method="post" action="/logout"><input type="hidden" name="csrf" value="` + user.FormToken + `"><button>Sign out</button></form>`
}
