package directory_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"quartet.example/authserver/internal/core"
	"quartet.example/authserver/internal/directory"
)

// said is a store of changes that operators made.
type said struct {
	version string
	users   map[string]core.Override
	away    error
	read    int
}

func (s *said) OverridesVersion(context.Context) (string, error) { return s.version, s.away }
func (s *said) FindOverrides(context.Context) (map[string]core.Override, string, error) {
	s.read++
	return s.users, s.version, s.away
}

func TestChangesOfOperatorsApply(t *testing.T) {
	since := time.Unix(1_800_000_000, 0)
	operators := &said{}
	d := directory.New(directory.Options{
		HashMemory: 2, Demo: true, Overrides: operators,
		Users: []*core.User{
			{Subject: "1", Username: "alice", PasswordHash: hash(t, "wonderland"), DemoPassword: "wonderland"},
			{Subject: "2", Username: "bob", PasswordHash: hash(t, "builder")},
			{Subject: "3", Username: "carol", PasswordHash: hash(t, "gone"), Disabled: true},
		},
	})
	operators.version, operators.users = "1", map[string]core.Override{
		"1":     {PasswordHash: hash(t, "looking-glass"), SignInAgain: since},
		"2":     {Deleted: true},
		"3":     {},
		"ghost": {Disabled: true},
	}
	for name, tt := range map[string]struct {
		username, password string
		want               error
	}{
		"the new password": {"alice", "looking-glass", nil},
		"the old password": {"alice", "wonderland", core.ErrWrongPassword},
		"M-09 a deleted user is refused as an unknown one": {"bob", "builder", core.ErrWrongPassword},
		"a user whom an operator enabled":                  {"carol", "gone", nil},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := d.Authenticate(t.Context(), tt.username, tt.password); !errors.Is(err, tt.want) {
				t.Errorf("got %v, want %v", err, tt.want)
			}
		})
	}
	if operators.read != 1 {
		t.Errorf("what did not change was read %d times, want 1", operators.read)
	}
	alice, err := d.FindUser("1")
	if err != nil || alice.Counts(since.Add(-time.Nanosecond)) || !alice.Counts(since) {
		t.Errorf("a sign-in from before the new password counts, or none does: %v", err)
	}
	if len(d.DemoUsers()) != 0 {
		t.Error("a password that was replaced is offered on a button")
	}
	operators.away = errors.New("away")
	if _, err := d.Authenticate(t.Context(), "alice", "looking-glass"); !errors.Is(err, operators.away) {
		t.Errorf("while Redis is away: got %v", err)
	}
	if _, err := d.FindUser("1"); err != nil {
		t.Errorf("while Redis is away, who is known stays known: got %v", err)
	}
}
