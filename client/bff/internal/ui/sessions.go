package ui

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"quartet.example/client/bff/internal/core"
	"quartet.example/client/bff/internal/session"
)

// holdings is what is known of this session, and where: facts only, no token.
type holdings struct {
	Cookie   string // its name
	SameSite string
	Left     time.Duration // of the access token; zero if the server did not say
	Scopes   []string
	Audience string
	Refresh  bool
	Idle     time.Duration // until the end, if nothing is done
	Idles    time.Time
	Rest     time.Duration // until the end, whatever is done
	Ends     time.Time
}

func (h *Handler) holdings(s core.Session) holdings {
	return holdings{
		Cookie: h.Guard.Cookie.SessionName(), SameSite: h.Guard.Cookie.SameSite(),
		Left: h.left(s), Scopes: s.Tokens.Scope, Audience: h.Audience, Refresh: s.Tokens.RefreshToken != "",
		Idle: s.Idles.Sub(h.Now()), Idles: s.Idles, Rest: s.Ends.Sub(h.Now()), Ends: s.Ends,
	}
}

// left is how long the access token lives, zero if that is not known or over.
func (h *Handler) left(s core.Session) time.Duration {
	if s.Tokens.Expires.IsZero() {
		return 0
	}
	return max(s.Tokens.Expires.Sub(h.Now()), 0)
}

// place is a session in words: a browser on which its user is signed in.
type place struct {
	session.Listed
	Name string
	Ago  string // since the last use
}

// places are the user's sessions, this one first.
func (h *Handler) places(ctx context.Context, s core.Session) ([]place, error) {
	list, err := session.Own(ctx, h.Lister, s)
	if err != nil {
		return nil, err
	}
	places := make([]place, len(list))
	for i, one := range list {
		places[i] = place{one, cmp.Or(one.Browser, "Unknown browser"), ago(h.Now().Sub(one.LastUsed))}
	}
	return places, nil
}

// The words of times and durations, for templates.

func when(t time.Time) string { return t.UTC().Format("2 Jan, 15:04 UTC") }

func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }

func ago(d time.Duration) string {
	if d < 2*time.Minute { // it is noted to the minute
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
