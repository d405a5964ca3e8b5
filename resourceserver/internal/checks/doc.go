// Package checks holds the security checks of the resource server, except those of the access
// token, which are in bearer/checks.go because other APIs import them.
package checks

import (
	"net/http"

	"quartet.example/shared/oauth"
)

// Checks of the notes API.
var (
	NoteJSON = oauth.Check{
		ID: "rs.note.json", Spec: "RFC 9110 §15.5.16", Error: oauth.InvalidRequest, Status: http.StatusUnsupportedMediaType,
		Meaning: "the request body is application/json",
		Refusal: "send the note as application/json",
		Stops:   "HTML forms on other sites, which browsers send without a CORS preflight",
	}
	NoteWellFormed = oauth.Check{
		ID: "rs.note.well_formed", Spec: "RFC 8259 §4", Error: oauth.InvalidRequest,
		Meaning: "the body is one JSON object with the member text and no other",
		Refusal: "the body must be one JSON object with the member text and no other",
		Stops:   "typos that would be ignored, and repeated members that two parsers read differently",
	}
	NoteText = oauth.Check{
		ID: "rs.note.text", Spec: "RFC 3629 §3", Error: oauth.InvalidRequest,
		Meaning: "the text is UTF-8, not blank, at most 4000 characters, without control characters",
		Refusal: "the text of a note must not be blank, must have at most 4000 characters, and no control characters",
		Stops:   "using notes to store large or binary data",
	}
	NotesRoom = oauth.Check{
		ID: "rs.notes.room", Spec: "RFC 9110 §15.5.10", Error: oauth.InvalidRequest, Status: http.StatusConflict,
		Meaning: "the owner has fewer than 500 notes",
		Refusal: "you have the maximum number of notes; delete one first",
		Stops:   "one user filling the store",
	}
	NoteOwn = oauth.Check{
		ID: "rs.note.own", Spec: "RFC 6749 §7", Error: oauth.NotFound,
		Meaning: "the note exists and belongs to the subject of the token",
		Refusal: "there is no such note",
		Stops:   "reading, changing and deleting notes of other users, and learning whether a note exists", Decisive: "access to the data of another user",
	}
)
