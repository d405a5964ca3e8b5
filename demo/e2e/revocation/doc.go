// Package revocation measures how long a revoked access token is still accepted by the whole
// stack: for each way to revoke a token, in each mode of the resource server (docs/revocation.md).
//
//	paths_test.go    all ways to revoke a token
//	modes_test.go    each mode refuses within its limit, after each way
//	client_test.go   what the user sees at the client
//	faults_test.go   the feed during outages and restarts
//	latency_test.go  the numbers in docs/revocation.md
package revocation
