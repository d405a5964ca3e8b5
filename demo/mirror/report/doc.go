// Package report says which defences a program has, after quartet check-api or quartet check-client has
// attacked it.
//
//	defence.go  a defence, and what was seen when it was attacked
//	report.go   the results of one run, their count, and the error for the exit code
//	text.go     writes results as plain text, each as soon as it is known
//	wrap.go     lines of at most 90 columns, without control characters
//	json.go     writes a report as JSON
//	junit.go    writes a report as JUnit XML, for CI systems
//	files.go    the flags that choose the formats
package report
