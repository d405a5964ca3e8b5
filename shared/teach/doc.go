// Package teach explains refusals in the dev profile: what happened in plain words, the likely cause,
// and what to change. The production profile shows none of this.
//
//	lesson.go       Lesson, and Of, which finds one by the id of a check
//	authserver.go   the lessons of refusals by the authorization server
//	client.go       those of refusals by the client
//	api.go          those of refusals by an API, and of shared rules
//	difference.go   Compare: where two values differ, marked and in words
//	uri.go          the same for URIs, by their parts
//	explain.go      all of it in an error_description
//
// The lessons are data. Their keys are ids of checks; demo/archtest makes sure that each is declared.
package teach
