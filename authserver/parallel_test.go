package authserver_test

import (
	"sync/atomic"
	"testing"

	"quartet.example/authserver/authservertest"
)

// A test suite that runs in parallel signs in many times at once as the same user, with the right
// password. None of these sign-ins may be throttled.
func TestParallelSignInsAreNotThrottled(t *testing.T) {
	srv := twins(t)
	app := notes(t, srv)
	var browsers [40]*authservertest.Browser
	for i := range browsers {
		browsers[i] = srv.Browser(t).Open(app.authorizeURL("openid", nil))
	}
	var refused atomic.Int64
	race(len(browsers), func(i int) {
		if browsers[i].Login("alice", "wonderland").Page().Find("#password").Length() != 0 {
			refused.Add(1)
		}
	})
	if refused.Load() > 0 {
		t.Errorf("%d of %d were refused", refused.Load(), len(browsers))
	}
}
