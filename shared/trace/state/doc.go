// Package state answers the question of the inspector what a service holds now: its sessions, codes,
// tokens, keys and caches. Each service describes this itself, with secrets masked by its recorder, so
// nothing secret leaves the process, and the inspector need not know how the service stores it.
//
//	snapshot.go  Snapshot, Section, Item, Value: what a service holds
//	answer.go    Answer: a service waits for the question, and answers
//	ask.go       Ask: the inspector asks, and collects the answers
//
// The question is a message on a Redis channel (Pub/Sub), with a random id. Each process that listens
// adds its Snapshot to a list whose key contains the id, and which Redis deletes after ten seconds. The
// inspector reads the list until every service has answered, at most 800 ms long.
//
// Only a process that records messages (shared/trace) listens. In production there is no recorder, so
// there is no listener, and nobody can ask.
package state
