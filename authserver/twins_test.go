package authserver_test

import (
	"context"
	"net"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"quartet.example/authserver"
	"quartet.example/authserver/authservertest"
	"quartet.example/shared/config"
	"quartet.example/shared/oauth"
	"quartet.example/shared/redistest"
)

// twins are two servers on one Redis. The requests of the test's clients and browsers go to them in
// turn.
func twins(t *testing.T, options ...authservertest.Option) *authservertest.Server {
	t.Helper()
	rdb := redistest.New(t)
	var key config.Secret
	if err := key.UnmarshalText([]byte(oauth.NewSecret())); err != nil {
		t.Fatal(err)
	}
	shared := append([]authservertest.Option{
		authservertest.WithRedis(rdb), authservertest.WithConfig(func(cfg *authserver.Config) { cfg.SealKey = key }),
	}, options...)
	one := authservertest.Start(t, shared...)
	two := authservertest.Start(t, append(shared, authservertest.WithConfig(func(cfg *authserver.Config) { cfg.Issuer = one.URL }))...)

	addresses := []string{strings.TrimPrefix(one.Address(), "http://"), strings.TrimPrefix(two.Address(), "http://")}
	var turn atomic.Uint64
	transport, ok := one.Client().Transport.(*http.Transport)
	if !ok {
		t.Fatal("the client has no transport to change")
	}
	transport.DisableKeepAlives = true
	transport.DialContext = func(ctx context.Context, network, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, network, addresses[turn.Add(1)%2])
	}
	return one
}

// race starts n calls at the same time and waits for all of them.
func race(n int, call func(i int)) {
	start, done := make(chan struct{}), sync.WaitGroup{}
	for i := range n {
		done.Go(func() {
			<-start
			call(i)
		})
	}
	close(start)
	done.Wait()
}
