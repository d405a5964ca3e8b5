// Package redisstore keeps notes in Redis: one hash for each owner, under the
// owner's hash, a field for each note. Notes outlive any session; an owner who
// adds none for the retention loses them all, so that nothing stays forever.
package redisstore
