// Package matrix makes every attack of the labs on the careless programs, on those with each single defence of its
// lab, and on the reference, and writes what became of them as a table.
//
//	matrix.go   makes the attacks
//	cell.go     what became of one attack on one target
//	checks.go   where each named check refuses
//	tests.go    which tests name each check
//	text.go     the table for a terminal
//	html.go     the table as a page that needs no network; its template is matrix.html
//	report.go   the table as JSON, and as JUnit XML for CI systems
package matrix
