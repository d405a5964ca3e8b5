// Package xss is lab 11: what a hostile script, a hostile page and a hostile frame can do.
//
//	lab.go      the attacks
//	script.go   a script in the page of the client
//	pages.go    pages of the attacker: a form, and a frame
//	README.md   the text for learners
package xss

import (
	_ "embed"

	"quartet.example/demo/labs/lab"
)

//go:embed README.md
var readme string

// Lab is the lab.
var Lab = lab.Lab{
	ID: "11", Slug: "xss", Title: "XSS: local storage and the cookie", Minutes: 20, README: readme, Browser: true, Seconds: 60,
	Specs:    []string{"RFC 10017 §5.1", "RFC 6749 §10.12", "RFC 6749 §10.13"},
	Careless: lab.Everything,
	Attacks: []lab.Attack{
		{
			Slug: "storage", Title: "takes the access token out of the browser with a script, and uses it later", Run: takeToken,
			Stops: []string{"client.session.present"}, Refusal: "login_required",
		},
		{
			Slug: "csrf", Title: "sends a form to the client from a page of another site", Run: sendForm, Writes: true,
			Stops:     []string{"client.session.fetch_site", "client.session.origin", "client.session.csrf"},
			Reference: "client.session.csrf", Refusal: "access_denied",
		},
		{
			Slug: "clickjacking", Title: "lets the victim click Allow in an invisible frame", Run: frameConsent,
			Stops: []string{"as.page.frame_denied"},
		},
	},
}
