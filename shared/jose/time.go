package jose

import (
	"errors"
	"math"
	"strconv"
	"time"
)

// lastSecond is 9999-12-31T23:59:59Z, the last date that RFC 3339 can represent.
const lastSecond = 253402300799

var errDate = errors.New("a NumericDate is a JSON number")

// Time is a NumericDate (RFC 7519 §2): seconds since 1970, with or without a fraction. The zero
// value is an absent claim. In JSON it is a number, never a string.
type Time struct{ time.Time }

// NewTime returns t in whole seconds, as it is written to JSON.
func NewTime(t time.Time) Time { return Time{t.Truncate(time.Second)} }

// InRange reports whether the date is absent, or between 1970 and the end of 9999. A larger number
// would overflow in comparisons, and an nbf in the future could appear to be in the past;
// UnmarshalJSON turns such a number into a date that is just out of range.
func (t Time) InRange() bool { return t.IsZero() || t.Unix() >= 0 && t.Unix() <= lastSecond }

// MarshalJSON writes the number of seconds.
func (t Time) MarshalJSON() ([]byte, error) {
	if t.IsZero() {
		return []byte("null"), nil
	}
	return strconv.AppendInt(nil, t.Unix(), 10), nil
}

// UnmarshalJSON reads a number. null is an absent claim.
func (t *Time) UnmarshalJSON(raw []byte) error {
	text := string(raw)
	if text == "null" {
		*t = Time{}
		return nil
	}
	if seconds, err := strconv.ParseInt(text, 10, 64); err == nil {
		*t = dateOf(seconds, 0)
		return nil
	}
	if raw[0] != '-' && (raw[0] < '0' || raw[0] > '9') {
		return errDate
	}
	seconds, err := strconv.ParseFloat(text, 64)
	if err != nil && !errors.Is(err, strconv.ErrRange) { // out of range it is infinite
		return errDate
	}
	whole, fraction := math.Modf(min(max(seconds, -1), lastSecond+1))
	if seconds < 0 {
		whole, fraction = -1, 0
	}
	*t = dateOf(int64(whole), fraction)
	return nil
}

func dateOf(seconds int64, fraction float64) Time {
	return Time{time.Unix(min(max(seconds, -1), lastSecond+1), int64(fraction*float64(time.Second))).UTC()}
}
