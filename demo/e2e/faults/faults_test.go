package faults_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"quartet.example/demo/e2e/faults"
	"quartet.example/demo/e2e/rig"
	"quartet.example/demo/stack"
	"quartet.example/shared/config"
	"quartet.example/shared/oauth"
	"quartet.example/shared/waittest"
)

// slack is how many more connections the pools may hold. A leak would be at least one connection
// for each of 100 sessions in each of four faults.
const slack = 60

// broken is a way to make something fail, and to end that.
type broken struct {
	name string
	fail func(*faults.Wire)
	last time.Duration
	heal func(*faults.Wire)
}

var ways = []broken{
	{"killed", (*faults.Wire).Kill, 1000 * time.Millisecond, (*faults.Wire).Up},
	{"paused", (*faults.Wire).Pause, 1800 * time.Millisecond, (*faults.Wire).Resume},
	{"slowed", func(w *faults.Wire) { w.Slow(150 * time.Millisecond) }, 1000 * time.Millisecond, func(w *faults.Wire) { w.Slow(0) }},
	{"restarted", (*faults.Wire).Restart, 100 * time.Millisecond, func(*faults.Wire) {}},
}

func TestRedisFaults(t *testing.T) {
	redis := rig.Miniredis(t)
	wire := faults.Lay(t, strings.TrimPrefix(redis.URL, "redis://"))
	s := rig.Unrecorded(t, quick, withRedis("redis://"+wire.Addr))
	suffer(t, "O-12 O-14 L-19 Redis", s, wire, 0)
}

// A redis-server that is killed and started again.
func TestRedisServerKilled(t *testing.T) {
	redis := rig.RealRedis(t)
	s := rig.Unrecorded(t, quick, withRedis(redis.URL))
	crowd := faults.Gather(t, s)
	t.Run("O-12 O-14 L-19 redis-server killed and started again", func(t *testing.T) {
		atWork(t, s, crowd, 0, func() {
			redis.Stop()
			time.Sleep(500 * time.Millisecond)
			redis.Start()
		})
	})
}

func TestAuthorizationServerFaults(t *testing.T) {
	var wire *faults.Wire
	s := rig.Unrecorded(t, quick, func(s *rig.Stack, set *stack.Settings) {
		gate, err := url.Parse(s.Gate.URL)
		if err != nil {
			t.Fatal(err)
		}
		wire = faults.Lay(t, "127.0.0.1:"+gate.Port())
		_, port, _ := strings.Cut(wire.Addr, ":")
		issuer := "http://" + gate.Hostname() + ":" + port
		set.Authserver.Issuer, set.Client.Issuer, set.Resourceserver.Issuer = issuer, issuer, issuer
	})
	suffer(t, "O-16 L-19 the authorization server", s, wire, 1)
}

// suffer lets the wire fail in every way while the sessions work.
func suffer(t *testing.T, part string, s *rig.Stack, wire *faults.Wire, forgiven int) {
	crowd := faults.Gather(t, s)
	goroutines, connections := calm(t, s, crowd, wire)
	for _, way := range ways {
		t.Run(part+" "+way.name, func(t *testing.T) {
			atWork(t, s, crowd, forgiven, func() {
				way.fail(wire)
				time.Sleep(way.last)
				way.heal(wire)
			})
		})
	}
	t.Run(part+" no goroutine or connection is leaked", func(t *testing.T) {
		crowd.Rush()
		waittest.Until(t, "no more connections than before", func() bool { return wire.Connections() <= connections+slack })
		t.Cleanup(func() {
			if t.Failed() {
				n, stacks := faults.Ours()
				t.Logf("%d goroutines, %d before\n%s", n, goroutines, stacks)
			}
		})
		waittest.Until(t, "no more goroutines than before", func() bool { n, _ := faults.Ours(); return n <= goroutines+10 })
	})
}

// atWork lets something fail while the sessions work, just after their tokens have expired, so
// that refreshes are in progress.
func atWork(t *testing.T, s *rig.Stack, crowd *faults.Crowd, forgiven int, fault func()) {
	t.Helper()
	crowd.In(t)
	crowd.Work()
	n := crowd.Refreshed()
	s.Clock.Forward(s.Settings.Authserver.AccessTokenTTL)
	time.Sleep(100 * time.Millisecond) // so that some refreshes have started
	fault()
	func() {
		defer crowd.Rest() // also if the test has failed
		crowd.AllWell()
		crowd.OnceEach(n, forgiven)
	}()
	crowd.Unharmed()
}

// calm is a round without a fault, for comparison.
func calm(t *testing.T, s *rig.Stack, crowd *faults.Crowd, wire *faults.Wire) (goroutines, connections int) {
	t.Helper()
	atWork(t, s, crowd, 0, func() {})
	crowd.Rush()
	goroutines, _ = faults.Ours()
	return goroutines, wire.Connections()
}

// quick removes the limits for requests from one address.
func quick(_ *rig.Stack, s *stack.Settings) {
	s.Client.LoginRate, s.Authserver.StartRate = 1000, 0
}

func withRedis(address string) rig.Option {
	return rig.With(func(s *stack.Settings) {
		s.Authserver.RedisURL = config.Secret(address)
		s.Authserver.SealKey, s.Client.SealKey = config.Secret(oauth.NewSecret()), config.Secret(oauth.NewSecret())
	})
}
