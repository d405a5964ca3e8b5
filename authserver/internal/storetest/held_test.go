package storetest_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"quartet.example/authserver/internal/core"
	"quartet.example/authserver/internal/redisstore"
	"quartet.example/authserver/internal/storetest"
	"quartet.example/shared/oauth"
)

// What the inspector shows must be what is stored, and nothing that has ended.
func TestHeld(t *testing.T) {
	for name, test := range map[string]func(*testing.T, *redisstore.Store, *storetest.Clock){
		"sessions that have not ended": func(t *testing.T, s *redisstore.Store, c *storetest.Clock) {
			ended, _ := saveSession(t, s, c)
			_, _ = s.EndSession(t.Context(), ended)
			_, want := saveSession(t, s, c)
			sessions, more, err := s.HeldSessions(t.Context(), 10)
			if err != nil || more || len(sessions) != 1 || cmp.Diff(want, sessions[0]) != "" {
				t.Errorf("got %+v, %v, %v; want %+v", sessions, more, err, want)
			}
			c.Forward(time.Hour)
			if sessions, _, err := s.HeldSessions(t.Context(), 10); err != nil || len(sessions) != 0 {
				t.Errorf("idle: got %+v, %v", sessions, err)
			}
		},
		"grants and their families": func(t *testing.T, s *redisstore.Store, c *storetest.Clock) {
			want, first := saveGrant(t, s, c)
			if got := onlyGrant(t, s); cmp.Diff(want, got.Grant) != "" || !got.RefreshToken || got.Replaced || !got.RevokedAt.IsZero() || !got.Rotated.Equal(c.Now()) {
				t.Errorf("new: got %+v", got)
			}
			c.Forward(time.Minute)
			wantRotate(t, s, first, nil)
			if got := onlyGrant(t, s); !got.RefreshToken || !got.Replaced || !got.Rotated.Equal(c.Now()) {
				t.Errorf("rotated: got %+v", got)
			}
			c.Forward(time.Minute)
			revokeGrant(t, s, want.ID)
			if got := onlyGrant(t, s); got.RefreshToken || !got.RevokedAt.Equal(c.Now()) {
				t.Errorf("revoked: got %+v", got)
			}
		},
		"a revocation of an unknown grant is no grant": func(t *testing.T, s *redisstore.Store, _ *storetest.Clock) {
			revokeGrant(t, s, "unknown")
			if grants, more, err := s.HeldGrants(t.Context(), 10); err != nil || more || len(grants) != 0 {
				t.Errorf("got %+v, %v, %v", grants, more, err)
			}
		},
		"codes, used and unused": func(t *testing.T, s *redisstore.Store, c *storetest.Clock) {
			code := oauth.NewSecret()
			want := codeFor(c, code)
			saveCode(t, s, c, want)
			for _, used := range []bool{false, true} {
				codes, more, err := s.HeldCodes(t.Context(), 10)
				if err != nil || more || len(codes) != 1 || codes[0].Used != used || cmp.Diff(want, codes[0].AuthorizationCode) != "" {
					t.Errorf("used %v: got %+v, %v, %v", used, codes, more, err)
				}
				wantRedeem(t, s, c, code, "notes", map[bool]error{true: core.ErrCodeReplayed}[used])
			}
			c.Forward(time.Minute)
			if codes, _, err := s.HeldCodes(t.Context(), 10); err != nil || len(codes) != 0 {
				t.Errorf("expired: got %+v, %v", codes, err)
			}
		},
		"devices": func(t *testing.T, s *redisstore.Store, c *storetest.Clock) {
			_, want := started(t, s, c)
			for _, state := range []string{"pending", "allowed"} {
				devices, more, err := s.HeldDevices(t.Context(), 10)
				if err != nil || more || len(devices) != 1 || devices[0].State != state || cmp.Diff(want, devices[0].DeviceAuthorization) != "" {
					t.Errorf("%s: got %+v, %v, %v", state, devices, more, err)
				}
				_ = allowDevice(t, s, c, want)
			}
		},
		"pushed requests": func(t *testing.T, s *redisstore.Store, c *storetest.Clock) {
			_, want := savePushed(t, s, c)
			for _, answered := range []bool{false, true} {
				requests, more, err := s.HeldPushedRequests(t.Context(), 10)
				if err != nil || more || len(requests) != 1 || requests[0].Answered != answered || cmp.Diff(want, requests[0].PushedRequest) != "" {
					t.Errorf("answered %v: got %+v, %v, %v", answered, requests, more, err)
				}
				_ = s.AnswerPushed(t.Context(), want.Request.Pushed)
			}
		},
		"authorization requests that wait for their user": func(t *testing.T, s *redisstore.Store, c *storetest.Clock) {
			handle, want := saveTransaction(t, s, c)
			waiting, more, err := s.HeldTransactions(t.Context(), 10)
			if err != nil || more || len(waiting) != 1 || cmp.Diff(want, waiting[0]) != "" {
				t.Errorf("got %+v, %v, %v", waiting, more, err)
			}
			_, _ = s.TakeTransaction(t.Context(), handle)
			if waiting, _, err := s.HeldTransactions(t.Context(), 10); err != nil || len(waiting) != 0 {
				t.Errorf("taken: got %+v, %v", waiting, err)
			}
		},
		"consents of these users": func(t *testing.T, s *redisstore.Store, c *storetest.Clock) {
			saveConsent(t, s, c, "notes:read")
			consents, more, err := s.HeldConsents(t.Context(), []string{"bob-sub", "alice-sub"}, 10)
			if err != nil || more || len(consents) != 1 || consents[0].Subject != "alice-sub" || consents[0].ClientID != "notes" {
				t.Errorf("got %+v, %v, %v", consents, more, err)
			}
			if consents, more, err := s.HeldConsents(t.Context(), []string{"alice-sub"}, 0); err != nil || !more || len(consents) != 0 {
				t.Errorf("limit: got %+v, %v, %v", consents, more, err)
			}
		},
		"used proofs and assertions are counted": func(t *testing.T, s *redisstore.Store, c *storetest.Clock) {
			_ = s.UseProof(t.Context(), "jkt", "1", c.Now().Add(time.Minute))
			_ = s.UseProof(t.Context(), "jkt", "2", c.Now().Add(time.Minute))
			proofs, assertions, more, err := s.HeldProofs(t.Context(), 10)
			if err != nil || proofs != 2 || assertions != 0 || more {
				t.Errorf("got %d, %d, %v, %v", proofs, assertions, more, err)
			}
		},
		"no more than the limit, and that there are more": func(t *testing.T, s *redisstore.Store, c *storetest.Clock) {
			for range 3 {
				saveSession(t, s, c)
			}
			if sessions, more, err := s.HeldSessions(t.Context(), 2); err != nil || !more || len(sessions) != 2 {
				t.Errorf("got %d, %v, %v", len(sessions), more, err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) { storetest.Run(t, test) })
	}
}

func onlyGrant(t *testing.T, s *redisstore.Store) core.HeldGrant {
	t.Helper()
	grants, more, err := s.HeldGrants(t.Context(), 10)
	if err != nil || more || len(grants) != 1 {
		t.Fatalf("got %+v, %v, %v", grants, more, err)
	}
	return grants[0]
}
