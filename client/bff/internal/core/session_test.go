package core_test

import (
	"bytes"
	"log/slog"
	"strings"
	"testing"
	"time"

	"quartet.example/client/bff/internal/core"
)

func TestTokenSetGoodFor(t *testing.T) {
	now := time.Unix(1_800_000_000, 0)
	for name, tt := range map[string]struct {
		expires time.Time
		want    bool
	}{
		"a minute left":        {now.Add(time.Minute), true},
		"just the margin left": {now.Add(30 * time.Second), false},
		"expired":              {now.Add(-time.Second), false},
		"unknown lifetime":     {time.Time{}, true},
	} {
		t.Run(name, func(t *testing.T) {
			if got := (core.TokenSet{Expires: tt.expires}).GoodFor(30*time.Second, now); got != tt.want {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}

func TestMarginIsAtMostHalfTheLifetime(t *testing.T) {
	obtained := time.Unix(1_800_000_000, 0)
	set := core.TokenSet{Obtained: obtained, Expires: obtained.Add(20 * time.Second)}
	for after, want := range map[time.Duration]bool{0: true, 9 * time.Second: true, 11 * time.Second: false, 21 * time.Second: false} {
		if got := set.GoodFor(30*time.Second, obtained.Add(after)); got != want {
			t.Errorf("20 s token, %s old: got %v, want %v", after, got, want)
		}
	}
}

func TestSuccessorKeepsWhatTheAnswerLeftOut(t *testing.T) {
	old := core.TokenSet{AccessToken: "a1", RefreshToken: "r1", IDToken: "i1", Scope: []string{"openid"}}
	got := old.Successor(core.TokenSet{AccessToken: "a2"})
	if got.AccessToken != "a2" || got.RefreshToken != "r1" || got.IDToken != "i1" || !got.Scope.Has("openid") {
		t.Errorf("got %+v, want the new access token and the rest as it was", got)
	}
}

// O-09: a session that is logged by mistake tells no secret.
func TestLoggedSessionTellsNoSecret(t *testing.T) {
	var out bytes.Buffer
	s := core.Session{ID: "the-id", Tokens: core.TokenSet{AccessToken: "the-token"}}
	slog.New(slog.NewTextHandler(&out, nil)).Info("x", "session", s)
	if strings.Contains(out.String(), "the-id") || strings.Contains(out.String(), "the-token") {
		t.Errorf("log holds a secret: %s", out.String())
	}
}
