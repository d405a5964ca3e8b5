package storetest_test

import (
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"quartet.example/authserver/internal/core"
	"quartet.example/authserver/internal/redisstore"
	"quartet.example/authserver/internal/refreshtoken"
	"quartet.example/authserver/internal/storetest"
	"quartet.example/shared/oauth"
)

const userCode = "keyed hash of WDJBMJHT"

func deviceFor(clock *storetest.Clock, code string) core.DeviceAuthorization {
	return core.DeviceAuthorization{
		GrantID: refreshtoken.GrantOfCode(code), ClientID: "tv", Scope: oauth.Scope{"openid", "notes:read"},
		Audience: []string{"http://api.localhost:9001"}, StartedAt: clock.Now(), ExpiresAt: clock.Now().Add(10 * time.Minute),
		Interval: 5 * time.Second,
	}
}

func allowedBy(d core.DeviceAuthorization) core.AuthorizationCode {
	return d.AllowedBy(&core.Session{ID: "s", Subject: "alice-sub", AuthTime: d.StartedAt, ACR: "1", AMR: []string{"pwd"}})
}

// started returns a device code that waits for the user.
func started(t *testing.T, s *redisstore.Store, c *storetest.Clock) (string, core.DeviceAuthorization) {
	t.Helper()
	code := oauth.NewSecret()
	d := deviceFor(c, code)
	if err := s.SaveDevice(t.Context(), code, userCode, d); err != nil {
		t.Fatalf("save device: %v", err)
	}
	return code, d
}

func wantPoll(t *testing.T, s *redisstore.Store, code, client string, want error) core.AuthorizationCode {
	t.Helper()
	got, err := s.PollDevice(t.Context(), code, client)
	if !errors.Is(err, want) {
		t.Errorf("poll as %s: got %v, want %v", client, err, want)
	}
	return got
}

func TestDevices(t *testing.T) {
	for name, test := range map[string]func(*testing.T, *redisstore.Store, *storetest.Clock){
		"a device is found by its user code as it was saved": func(t *testing.T, s *redisstore.Store, c *storetest.Clock) {
			_, want := started(t, s, c)
			got, err := s.FindDevice(t.Context(), userCode)
			if err != nil || cmp.Diff(want, got) != "" {
				t.Errorf("got %v, %v; want %v", got, err, want)
			}
		},
		"a user code cannot be used for two devices": func(t *testing.T, s *redisstore.Store, c *storetest.Clock) {
			started(t, s, c)
			other := oauth.NewSecret()
			if err := s.SaveDevice(t.Context(), other, userCode, deviceFor(c, other)); !errors.Is(err, core.ErrUserCodeTaken) {
				t.Errorf("got %v, want %v", err, core.ErrUserCodeTaken)
			}
			wantPoll(t, s, other, "tv", core.ErrNotFound)
		},
		"N-15 an allowed code is redeemed once": func(t *testing.T, s *redisstore.Store, c *storetest.Clock) {
			code, d := started(t, s, c)
			wantPoll(t, s, code, "tv", core.ErrDevicePending)
			if err := s.Redeem(t.Context(), core.Redemption{Code: code, Device: true}, grantFrom(c, allowedBy(d)), ""); !errors.Is(err, core.ErrNotFound) {
				t.Errorf("redeemed before the decision: got %v, want %v", err, core.ErrNotFound)
			}
			if err := allowDevice(t, s, c, d); err != nil {
				t.Fatal(err)
			}
			c.Forward(5 * time.Second)
			wantPoll(t, s, code, "tv", nil) // polling alone does not use the code up
			if got := wantPoll(t, s, code, "tv", nil); cmp.Diff(allowedBy(d), got) != "" {
				t.Errorf("got %v, want %v", got, allowedBy(d))
			}
			if err := s.Redeem(t.Context(), core.Redemption{Code: code, Device: true}, grantFrom(c, allowedBy(d)), ""); err != nil {
				t.Errorf("redeem: %v", err)
			}
			c.Forward(5 * time.Second)
			wantPoll(t, s, code, "tv", core.ErrDeviceUsed)
		},
		"N-15 each hasty poll adds 5 s to the interval": func(t *testing.T, s *redisstore.Store, c *storetest.Clock) {
			code, _ := started(t, s, c)
			wantPoll(t, s, code, "tv", core.ErrDevicePending)
			for _, step := range []struct {
				wait time.Duration
				want error
			}{
				{4*time.Second - time.Millisecond, core.ErrDeviceHasty}, // the interval is now 10 s
				{8 * time.Second, core.ErrDeviceHasty},                  // now 15 s
				{15 * time.Second, core.ErrDevicePending},
				{13 * time.Second, core.ErrDeviceHasty}, // now 20 s
				{20 * time.Second, core.ErrDevicePending},
			} {
				c.Forward(step.wait)
				wantPoll(t, s, code, "tv", step.want)
			}
		},
		"a poll may be a second early, each time": func(t *testing.T, s *redisstore.Store, c *storetest.Clock) {
			code, _ := started(t, s, c)
			for range 5 {
				wantPoll(t, s, code, "tv", core.ErrDevicePending)
				c.Forward(4 * time.Second)
			}
		},
		"an early poll also gets the decision": func(t *testing.T, s *redisstore.Store, c *storetest.Clock) {
			code, d := started(t, s, c)
			wantPoll(t, s, code, "tv", core.ErrDevicePending)
			wantPoll(t, s, code, "tv", core.ErrDeviceHasty)
			if err := allowDevice(t, s, c, d); err != nil {
				t.Fatal(err)
			}
			wantPoll(t, s, code, "tv", nil)
		},
		"another client changes nothing": func(t *testing.T, s *redisstore.Store, c *storetest.Clock) {
			code, d := started(t, s, c)
			if err := allowDevice(t, s, c, d); err != nil {
				t.Fatal(err)
			}
			wantPoll(t, s, code, "native", core.ErrOtherClient)
			wantPoll(t, s, code, "tv", nil)
		},
		"N-15 a denied code stays denied": func(t *testing.T, s *redisstore.Store, c *storetest.Clock) {
			code, d := started(t, s, c)
			if err := s.DenyDevice(t.Context(), userCode); err != nil {
				t.Fatal(err)
			}
			if err := allowDevice(t, s, c, d); !errors.Is(err, core.ErrNotFound) {
				t.Errorf("allow after deny: got %v", err)
			}
			wantPoll(t, s, code, "tv", core.ErrDeviceDenied)
		},
		"N-15 an expired code stays expired": func(t *testing.T, s *redisstore.Store, c *storetest.Clock) {
			code, d := started(t, s, c)
			c.Forward(10 * time.Minute)
			if err := allowDevice(t, s, c, d); !errors.Is(err, core.ErrNotFound) {
				t.Errorf("allow after the expiry: got %v", err)
			}
			if _, err := s.FindDevice(t.Context(), userCode); !errors.Is(err, core.ErrNotFound) {
				t.Errorf("find after the expiry: got %v", err)
			}
			wantPoll(t, s, code, "tv", core.ErrDeviceExpired)
		},
		"an allowed code expires if it is not redeemed in time": func(t *testing.T, s *redisstore.Store, c *storetest.Clock) {
			code, d := started(t, s, c)
			if err := allowDevice(t, s, c, d); err != nil {
				t.Fatal(err)
			}
			c.Forward(10 * time.Minute)
			wantPoll(t, s, code, "tv", core.ErrDeviceExpired)
		},
		"of 50 redemptions one wins": func(t *testing.T, s *redisstore.Store, c *storetest.Clock) {
			code, d := started(t, s, c)
			if err := allowDevice(t, s, c, d); err != nil {
				t.Fatal(err)
			}
			var won, used atomic.Int64
			race(50, func() {
				switch err := s.Redeem(t.Context(), core.Redemption{Code: code, Device: true}, grantFrom(c, allowedBy(d)), ""); {
				case err == nil:
					won.Add(1)
				case errors.Is(err, core.ErrCodeReplayed):
					used.Add(1)
				}
			})
			if won.Load() != 1 || used.Load() != 49 {
				t.Errorf("got %d winners and %d refused, want 1 and 49", won.Load(), used.Load())
			}
		},
		"of 50 decisions one stands": func(t *testing.T, s *redisstore.Store, c *storetest.Clock) {
			_, d := started(t, s, c)
			var stood, turn atomic.Int64
			race(50, func() {
				decide := func() error { return s.DenyDevice(t.Context(), userCode) }
				if turn.Add(1)%2 == 0 {
					decide = func() error { return allowDevice(t, s, c, d) }
				}
				if decide() == nil {
					stood.Add(1)
				}
			})
			if stood.Load() != 1 {
				t.Errorf("got %d, want 1", stood.Load())
			}
		},
	} {
		t.Run(name, func(t *testing.T) { storetest.Run(t, test) })
	}
}

func TestGuesses(t *testing.T) {
	const limit, window = 3, 5 * time.Minute
	for name, test := range map[string]func(*testing.T, *redisstore.Store, *storetest.Clock){
		"of a burst of 50 the limit passes": func(t *testing.T, s *redisstore.Store, c *storetest.Clock) {
			var passed atomic.Int64
			race(50, func() {
				if wait, err := s.CountGuess(t.Context(), "account", limit, window); err == nil && wait == 0 {
					passed.Add(1)
				}
			})
			if passed.Load() != limit {
				t.Errorf("got %d, want %d", passed.Load(), limit)
			}
		},
		"right codes do not count, and do not reset the count of wrong ones": func(t *testing.T, s *redisstore.Store, c *storetest.Clock) {
			for range 2 {
				_, _ = s.CountGuess(t.Context(), "account", limit, window)
			}
			for range 20 {
				if wait, err := s.CountGuess(t.Context(), "account", limit, window); wait != 0 || err != nil {
					t.Fatalf("a right code: got %s, %v", wait, err)
				}
				if err := s.RefundGuess(t.Context(), "account"); err != nil {
					t.Fatal(err)
				}
			}
			_, _ = s.CountGuess(t.Context(), "account", limit, window)
			if wait, _ := s.CountGuess(t.Context(), "account", limit, window); wait != window {
				t.Errorf("a fourth wrong one: got %s, want %s", wait, window)
			}
		},
		"a refund without a guess leaves nothing behind": func(t *testing.T, s *redisstore.Store, c *storetest.Clock) {
			if err := s.RefundGuess(t.Context(), "nobody"); err != nil {
				t.Fatal(err)
			}
			for range limit {
				_, _ = s.CountGuess(t.Context(), "nobody", limit, window)
			}
			if wait, _ := s.CountGuess(t.Context(), "nobody", limit, window); wait == 0 {
				t.Error("the refund allowed one more guess")
			}
		},
	} {
		t.Run(name, func(t *testing.T) { storetest.Run(t, test) })
	}
}

// allowDevice allows the request in a session of its user.
func allowDevice(t *testing.T, s *redisstore.Store, c *storetest.Clock, d core.DeviceAuthorization) error {
	allowed := allowedBy(d)
	return s.AllowDevice(t.Context(), userCode, allowed, storetest.Use(t, s, c, allowed.Subject))
}
