package checks

import (
	"net/http"

	"quartet.example/shared/oauth"
)

// Pages of the list, and conditional requests.
var (
	NotesPage = oauth.Check{
		ID: "rs.notes.page", Spec: "RFC 9110 §15.5.1", Error: oauth.InvalidRequest,
		Meaning: "limit is between 1 and 500, and cursor is one that a page gave",
		Refusal: "limit is a number between 1 and 500, and cursor comes from the link to the next page",
		Stops:   "answers of any size, and a list that quietly begins somewhere else",
	}
	NoteEntityTag = oauth.Check{
		ID: "rs.note.entity_tag", Spec: "RFC 9110 §8.8.3", Error: oauth.InvalidRequest,
		Meaning: "If-Match and If-None-Match are a star or a list of entity tags in quotes",
		Refusal: "If-Match and If-None-Match take entity tags in double quotes, as an ETag gave them, or a star",
		Stops:   "a precondition that was meant, but never read",
	}
	NotePrecondition = oauth.Check{
		ID: "rs.note.precondition", Spec: "RFC 9110 §13.1.1", Error: oauth.InvalidRequest, Status: http.StatusPreconditionFailed,
		Meaning: "the note is in the state that If-Match and If-None-Match ask for",
		Refusal: "the note was changed since; read it again",
		Stops:   "lost updates: of two people with the same note on their screens, the second to save would undo the first",
	}
)
