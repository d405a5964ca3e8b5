// Package storetest is the promise of internal/redisstore: one test file per
// noun, each run through Run, on the embedded Redis by `go test` and on a real
// one by `REDIS_URL=redis://... go test`, as .ci/run does.
//
//	func TestCodes(t *testing.T) {
//		storetest.Run(t, func(t *testing.T, store *redisstore.Store, clock *storetest.Clock) {
//			...
//			clock.Forward(61 * time.Second)
//		})
//	}
package storetest
