// Package storetest tests internal/redisstore. There is one test file for each kind of record. Run
// gives each test a store: on the embedded Redis with `go test`, and on a real one with
// `REDIS_URL=redis://... go test`, as .ci/run does.
//
//	func TestCodes(t *testing.T) {
//		storetest.Run(t, func(t *testing.T, store *redisstore.Store, clock *storetest.Clock) {
//			...
//			clock.Forward(61 * time.Second)
//		})
//	}
package storetest
