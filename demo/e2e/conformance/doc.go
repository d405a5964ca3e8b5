// Package conformance tests the rows of the list of checks that need more than one service, or the
// services as they are deployed. The names of subtests begin with the id of the row, and
// docs/conformance.md is generated from them. Rows that concern a single service are tested beside
// its code.
//
//	authorize_test.go , K-01
//	signin_test.go     L-01, L-02, L-05, L-11, L-22
//	callback_test.go   L-07, L-08, L-10, L-12
//	csrf_test.go       L-14, L-16, K-12
//	race_test.go       O-01, O-03, L-19
//	leak_test.go       L-04, O-06, O-09
//	redis_test.go      O-12, O-14
//	away_test.go       O-15, O-16
//	limits_test.go     O-18
//	raw_test.go        O-20, B-11, ADV-29
//	surface_test.go    O-26, M-01, M-03
//	settings_test.go   I-08, B-09, the seed file
//	trace_test.go      what the recorder writes
//	footprint_test.go  start and memory: logged, not checked
package conformance
