package ui

import (
	"cmp"
	"fmt"
	"net/http"
	"time"

	"quartet.example/client/bff"
)

// holdings is what is shown of this session. It contains no token.
type holdings struct {
	Cookie   string // its name
	SameSite string
	Left     time.Duration // of the access token; zero if the server did not say
	Scopes   []string
	Audience string
	Refresh  bool
	Idle     time.Duration // until the end, if nothing is done
	Idles    time.Time
	Rest     time.Duration // until the session ends, also if it is used until then
	Ends     time.Time
}

func (h *Handler) holdings(g bff.Grant) holdings {
	return holdings{
		Cookie: g.CookieName, SameSite: g.CookieSameSite,
		Left: h.left(g), Scopes: g.Scopes, Audience: g.Audience, Refresh: g.HasRefreshToken,
		Idle: g.Idles.Sub(h.Now()), Idles: g.Idles, Rest: g.Ends.Sub(h.Now()), Ends: g.Ends,
	}
}

// left is how long the access token is valid, zero if that is not known or over.
func (h *Handler) left(g bff.Grant) time.Duration {
	if g.AccessTokenExpires.IsZero() {
		return 0
	}
	return max(g.AccessTokenExpires.Sub(h.Now()), 0)
}

// place is a browser on which the user is signed in, in words.
type place struct {
	bff.Session
	Name string
	Ago  string // since the last use
}

// places are the user's sessions, this one first.
func (h *Handler) places(r *http.Request) ([]place, error) {
	list, err := h.Backend.Sessions(r)
	places := make([]place, len(list))
	for i, one := range list {
		places[i] = place{one, cmp.Or(one.Browser, "Unknown browser"), ago(h.Now().Sub(one.LastUsed))}
	}
	return places, err
}

// The words of times and durations, for templates.

func when(t time.Time) string { return t.UTC().Format("2 Jan, 15:04 UTC") }

func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }

func ago(d time.Duration) string {
	if d < 2*time.Minute { // LastUsed is stored with a precision of one minute
		return "just now"
	}
	return span(d) + " ago"
}

// span is a duration as people say it: "8 hours", "29 minutes".
func span(d time.Duration) string {
	switch minutes := int(max(d, 0).Round(time.Minute) / time.Minute); {
	case minutes == 0:
		return "less than a minute"
	case minutes == 1:
		return "1 minute"
	case minutes < 120:
		return fmt.Sprintf("%d minutes", minutes)
	default:
		return fmt.Sprintf("%d hours", (minutes+30)/60)
	}
}
