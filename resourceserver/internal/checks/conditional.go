package checks

import (
	"net/http"

	"quartet.example/shared/oauth"
)

// Checks of the list's parameters, and of conditional requests.
var (
	NotesPage = oauth.Check{
		ID: "rs.notes.page", Spec: "RFC 9110 §15.5.1", Error: oauth.InvalidRequest,
		Meaning: "limit is between 1 and 500, and cursor comes from the link to the next page",
		Refusal: "limit must be a number between 1 and 500, and cursor must come from the link to the next page",
		Stops:   "responses of any size, and a list that begins at a wrong position without an error",
	}
	NoteEntityTag = oauth.Check{
		ID: "rs.note.entity_tag", Spec: "RFC 9110 §8.8.3", Error: oauth.InvalidRequest,
		Meaning: "If-Match and If-None-Match are * or a list of quoted entity tags",
		Refusal: "If-Match and If-None-Match must be * or entity tags in double quotes, as in ETag",
		Stops:   "a change although the client sent a precondition, because the header was ignored",
	}
	NotePrecondition = oauth.Check{
		ID: "rs.note.precondition", Spec: "RFC 9110 §13.1.1", Error: oauth.InvalidRequest, Status: http.StatusPreconditionFailed,
		Meaning: "the note meets If-Match and If-None-Match",
		Refusal: "the note was changed in the meantime; read it again",
		Stops:   "lost updates: of two users who edit the same note, the second would overwrite the change of the first",
	}
)
