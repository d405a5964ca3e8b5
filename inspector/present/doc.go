// Package present has the scripts of presenter mode: what is on the screen at each step of a talk, what the
// speaker says, and which recorded message is in focus. docs/presenting.md explains how to write one.
//
//	script.go    Script, Step: what a file contains
//	parse.go     Parse: a file of YAML, in which each mistake is an error with its line
//	match.go     Message: which recorded message a step shows
//	library.go   Load: the built-in scripts and those of a directory
//	recording.go the built-in recordings
//
// A script has a recording: the messages of a real run, in the format of flowfile. The player goes on from
// it if a message does not come. A test in demo/e2e records all of them again and compares their shape.
package present
