// Package redisstore stores notes in Redis. Each owner has one hash, whose key contains a hash of
// the owner, with one field for each note. Notes do not depend on a session. If an owner neither
// adds nor changes a note for the retention time, all their notes are deleted, so that nothing is
// stored forever.
//
//	note.go    add and read
//	page.go    one page of the list, selected in memory because an owner has few notes
//	change.go  replace and delete, if the preconditions are met
//	record.go  the form of a stored note
//	held.go    numbers of notes and proofs, for the inspector
//	proof.go   used DPoP proofs (RFC 9449 §11.1), each with its own key for about a minute
package redisstore
