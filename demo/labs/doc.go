// Package labs has lessons about attacks, one in each directory that begins with a number. Each attack
// succeeds on careless programs (package naive), and dies at a named check of the reference.
//
//	labs.go  the list
//	lab      runs an attack, and judges how it ended
//	naive    careless programs, which are vulnerable on purpose
package labs
