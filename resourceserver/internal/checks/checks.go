// Package checks is every defence of the notes themselves, one value each. Those
// of the token are in bearer/checks.go. The IDs are stable: the log, the
// inspector, the labs and docs/defences.md use them.
package checks

import "quartet.example/shared/oauth"

// What a caller with a good token may do.
var (
	NoteMediaType = oauth.Check{
		ID: "rs.note.media_type", Spec: "RFC 9110 §15.5.16", Error: oauth.InvalidRequest,
		Meaning: "the body says that it is application/json",
		Refusal: "the body must be application/json",
		Stops:   "forms of other sites, which cannot send that type without asking first",
	}
	NoteForm = oauth.Check{
		ID: "rs.note.form", Spec: "RFC 8259 §2, §8.1", Error: oauth.InvalidRequest,
		Meaning: "the body is one JSON object in UTF-8 with the member text, once, and no other",
		Refusal: "the body must be {'text': '...'} in UTF-8, and nothing else",
		Stops:   "parsers that disagree on what was said",
	}
	NoteText = oauth.Check{
		ID: "rs.note.text", Spec: "own rule", Error: oauth.InvalidRequest,
		Meaning: "the text has between 1 and 4000 characters, and is not only space",
		Refusal: "a note has between 1 and 4000 characters",
		Stops:   "storage filled by few requests",
	}
	NoteOwner = oauth.Check{
		ID: "rs.note.owner", Spec: "RFC 9068 §4", Error: oauth.NotFound,
		Meaning: "the note is there and belongs to the subject of the token, at its issuer",
		Refusal: "you have no such note",
		Stops:   "reading and deleting the notes of others by their id",
	}
	NoteLimit = oauth.Check{
		ID: "rs.note.limit", Spec: "own rule", Error: oauth.AccessDenied,
		Meaning: "the user has fewer notes than the limit",
		Refusal: "you have as many notes as you may have: delete one first",
		Stops:   "storage filled by one user",
	}
)
