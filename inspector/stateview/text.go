package stateview

import (
	"fmt"
	"time"
)

// Clock returns the duration until something ends as text: minutes and seconds, such as "4:31", with
// hours "1:04:31", and from two days on "2 days". A negative duration is "0:00".
func Clock(d time.Duration) string {
	s := int(max(d, 0).Round(time.Second) / time.Second)
	switch {
	case s >= 48*3600:
		return fmt.Sprintf("%d days", s/(24*3600))
	case s >= 3600:
		return fmt.Sprintf("%d:%02d:%02d", s/3600, s/60%60, s%60)
	}
	return fmt.Sprintf("%d:%02d", s/60, s%60)
}

// Ago returns the duration since something happened as text, such as "12 s ago", or "now" if it is
// shorter than two seconds.
func Ago(d time.Duration) string {
	switch s := int(d / time.Second); {
	case s < 2:
		return "now"
	case s < 120:
		return fmt.Sprintf("%d s ago", s)
	case s < 120*60:
		return fmt.Sprintf("%d min ago", s/60)
	case s < 48*3600:
		return fmt.Sprintf("%d h ago", s/3600)
	default:
		return fmt.Sprintf("%d days ago", s/(24*3600))
	}
}
