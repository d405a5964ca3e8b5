// Package presenting plays each script of presenter mode, and makes the recordings of the built-in ones.
//
//	go test ./demo/e2e/presenting -run Recordings -update
package presenting
