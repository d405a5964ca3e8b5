// Package checks is every defence of the resource server that is not about the
// access token: those are in bearer/checks.go, which others import too.
package checks

import (
	"net/http"

	"quartet.example/shared/oauth"
)

// The notes API.
var (
	NoteJSON = oauth.Check{
		ID: "rs.note.json", Spec: "RFC 9110 §15.5.16", Error: oauth.InvalidRequest, Status: http.StatusUnsupportedMediaType,
		Meaning: "a note arrives as application/json",
		Refusal: "send the note as application/json",
		Stops:   "forms of other sites, which browsers send without asking",
	}
	NoteWellFormed = oauth.Check{
		ID: "rs.note.well_formed", Spec: "RFC 8259 §4", Error: oauth.InvalidRequest,
		Meaning: "a note is one JSON object with a text and nothing else",
		Refusal: "a note is one JSON object with the member text",
		Stops:   "typos that would be ignored, and two parsers reading two notes",
	}
	NoteText = oauth.Check{
		ID: "rs.note.text", Spec: "RFC 3629 §3", Error: oauth.InvalidRequest,
		Meaning: "the text is UTF-8, not blank, at most 4000 characters, without control characters",
		Refusal: "the text of a note must not be blank, has at most 4000 characters and no control characters",
		Stops:   "using notes as storage",
	}
	NotesRoom = oauth.Check{
		ID: "rs.notes.room", Spec: "RFC 9110 §15.5.10", Error: oauth.InvalidRequest, Status: http.StatusConflict,
		Meaning: "the owner has fewer than 500 notes",
		Refusal: "there is no room for another note; delete one first",
		Stops:   "one user filling the store",
	}
	NoteOwn = oauth.Check{
		ID: "rs.note.own", Spec: "RFC 6749 §7", Error: oauth.NotFound,
		Meaning: "the note exists and belongs to the subject of the token",
		Refusal: "there is no such note",
		Stops:   "reading and deleting notes of others; the answer does not tell that they exist",
	}
)
