package oauth

import (
	"time"
)

// lastSecond is 9999-12-31T23:59:59Z, the last date that RFC 3339 can write. An attacker
// could send a number far beyond it: it overflows int64 when it becomes a time.Time, and
// then an nbf in the future looks as if it had passed.
const lastSecond = 253402300799

// AreDates reports whether each date lies between 1970 and the end of the year 9999. Call it for
// every NumericDate of a message (RFC 7519 §2) before comparing it with the clock. A date that was
// left out (the zero value, or nil for a pointer) is accepted. D is time.Time or *jwt.NumericDate.
func AreDates[D interface {
	comparable
	Unix() int64
}](dates ...D) bool {
	var leftOut D
	for _, date := range dates {
		if date != leftOut && !isDate(date.Unix()) {
			return false
		}
	}
	return true
}

func isDate(seconds int64) bool { return seconds >= 0 && seconds <= lastSecond }

// Seconds converts a number of seconds from a message (expires_in, max_age, Retry-After). A
// Duration overflows after 292 years, so more than a century becomes a century; a negative number
// becomes 0.
func Seconds(n int64) time.Duration {
	const century = 100 * 365 * 24 * 60 * 60
	return time.Duration(min(max(n, 0), century)) * time.Second
}

// DateOf converts seconds since 1970 to a time in UTC. It returns false if the date is before 1970
// or after the year 9999 (see AreDates).
func DateOf(seconds int64) (time.Time, bool) {
	if !isDate(seconds) {
		return time.Time{}, false
	}
	return time.Unix(seconds, 0).UTC(), true
}
