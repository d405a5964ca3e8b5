// Package firstvisit does what a visitor does in the first hour with Quartet: twenty tasks, each in a
// real browser or a terminal, in at most thirty seconds. The README lists them with their commands
// and clicks, under "Twenty things to try".
//
// Some tasks need programs that do not exist yet. They have no test here, and tasks_test.go names
// them with the issue that brings them.
package firstvisit
