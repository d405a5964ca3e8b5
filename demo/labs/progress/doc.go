// Package progress remembers which runs of labs a learner has seen, in a small file of their own cache
// directory. It has no secret.
//
//	progress.go  Done: what was seen, and its file
//	missing.go   the checkpoints of a lab, and which of them are missing
package progress
