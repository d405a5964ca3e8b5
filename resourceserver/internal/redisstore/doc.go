// Package redisstore keeps notes in Redis: one hash for each owner, under the
// owner's hash, a field for each note. Notes outlive any session; an owner who
// neither adds nor changes one for the retention loses them all, so that nothing
// stays forever.
//
//	note.go    add and read
//	page.go    a page of the list: an owner has few notes, so it is cut here
//	change.go  replace and delete, if the preconditions are met
//	record.go  what a field holds
//	proof.go   proofs of possession that were used (RFC 9449 §11.1): a key for each, for a minute
package redisstore
