// Package repeatable makes ids, secrets and signing keys that are the same in every run, for tests that
// compare what a server writes with a golden file. Whoever knows the seed knows all of them, so it is for
// the dev profile only.
//
//	random.go  Use: the random numbers of this process
//	key.go     Key: a private key that follows from a seed
//
// Requests that run at the same time draw from one sequence, in an order that differs from run to run. A
// test that needs the same values sends its requests one after the other.
package repeatable
