package oauth_test

import (
	"math"
	"testing"
	"time"

	"quartet.example/shared/oauth"
)

func TestAreDates(t *testing.T) {
	for name, tt := range map[string]struct {
		seconds int64
		want    bool
	}{
		"the epoch":                     {0, true},
		"now":                           {1_800_000_000, true},
		"the last second of 9999":       {253402300799, true},
		"one second more":               {253402300800, false},
		"before 1970":                   {-1, false},
		"the least number":              {math.MinInt64, false},
		"the greatest number":           {math.MaxInt64, false},
		"overflows inside of time.Time": {math.MaxInt64 - 62135596800 + 1, false},
		"just below that overflow":      {math.MaxInt64 - 62135596800, false},
	} {
		if got := oauth.AreDates(time.Unix(tt.seconds, 0)); got != tt.want {
			t.Errorf("%s: got %v, want %v", name, got, tt.want)
		}
		if _, got := oauth.DateOf(tt.seconds); got != tt.want {
			t.Errorf("DateOf, %s: got %v, want %v", name, got, tt.want)
		}
	}
	var none *stamp
	if !oauth.AreDates(none, &stamp{time.Unix(1, 0)}) {
		t.Error("a date that was left out is refused")
	}
	if oauth.AreDates(&stamp{time.Unix(1, 0)}, &stamp{time.Unix(-1, 0)}) {
		t.Error("the second of two dates is not checked")
	}
}

// stamp has the same form as jwt.NumericDate: a struct that embeds time.Time.
type stamp struct{ time.Time }

func TestSeconds(t *testing.T) {
	const century = 100 * 365 * 24 * time.Hour
	for n, want := range map[int64]time.Duration{
		-1: 0, math.MinInt64: 0, 0: 0, 3600: time.Hour, 9_300_000_000: century, math.MaxInt64: century,
	} {
		if got := oauth.Seconds(n); got != want {
			t.Errorf("%d: got %s, want %s", n, got, want)
		}
	}
}

// FuzzSeconds tries to find a number of seconds that becomes a negative duration or a wrong date.
func FuzzSeconds(f *testing.F) {
	for _, n := range []int64{0, 1, -1, 9_300_000_000, math.MaxInt64, math.MinInt64} {
		f.Add(n)
	}
	now := time.Unix(1_800_000_000, 0)
	f.Fuzz(func(t *testing.T, n int64) {
		if now.Add(oauth.Seconds(n)).Before(now) {
			t.Errorf("%d seconds from now are in the past", n)
		}
		if date, ok := oauth.DateOf(n); ok && date.Unix() != n {
			t.Errorf("%d became %d", n, date.Unix())
		}
	})
}
