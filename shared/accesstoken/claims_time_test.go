package accesstoken_test

import (
	"testing"
	"time"

	"quartet.example/shared/accesstoken"
)

// A sign-in shortly after a change of the password counts, also within the same second (auth_time
// has whole seconds, RFC 9068 §2.2.1).
func TestSignedInByIsTheEndOfTheSecond(t *testing.T) {
	changed := time.Date(2026, 11, 29, 12, 0, 0, 400_000_000, time.UTC)
	after := accesstoken.Claims{AuthTime: changed.Add(100 * time.Millisecond).Unix()}
	if after.SignedInBy().Before(changed) {
		t.Errorf("a sign-in after the change is %s, before it", after.SignedInBy())
	}
	before := accesstoken.Claims{AuthTime: changed.Add(-time.Second).Unix()}
	if !before.SignedInBy().Before(changed) {
		t.Errorf("a sign-in a second before the change is %s, after it", before.SignedInBy())
	}
	if none := (&accesstoken.Claims{}).SignedInBy(); !none.IsZero() {
		t.Errorf("without auth_time: got %s, want the zero time", none)
	}
}
