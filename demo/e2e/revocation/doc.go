// Package revocation measures, on the whole stack, how long a revoked access token
// is still accepted: by each path that revokes, in each of the three modes of the
// resource server (docs/revocation.md).
//
//	paths_test.go    everything that revokes
//	modes_test.go    each mode refuses within its bound, after each path
//	faults_test.go   the feed through outages and restarts
//	latency_test.go  what docs/revocation.md says in numbers
package revocation
