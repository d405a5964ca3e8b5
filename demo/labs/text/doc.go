// Package text writes labs and their runs for a terminal.
//
//	list.go      the labs, and what a learner has done and what is missing
//	markdown.go  the README of a lab
//	inline.go    a paragraph of a README without its marks
//	run.go       the steps, messages and outcome of a run
//	next.go      what to do after a run
//	flow.go      the messages of a run as a flow
//	json.go      the outcome of runs for scripts
package text
