// Package labs has lessons about attacks, one in each directory that begins with a number. Each attack
// succeeds on careless programs (package naive), and dies at a named check of the reference.
//
//	labs.go  the list
//	pages.go the texts, for the inspector
//	find.go  finds a lab by its number or name
//	lab      runs an attack, and judges how it ended
//	text     writes labs and their runs for a terminal
//	workshop makes attacks for the pages of the inspector
//	matrix   makes every attack on every target, and writes the table
//	progress which runs a learner has seen
//	naive    careless programs, which are vulnerable on purpose
package labs
