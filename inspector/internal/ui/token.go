package ui

import (
	"time"

	"quartet.example/inspector/flowview"
)

// card is a token as it is shown at a time.
type card struct {
	flowview.Token
	N    int           // its number in the message, from 1
	Left time.Duration // until it expires
}

func newCard(t flowview.Token, i int, now time.Time) card {
	return card{Token: t, N: i + 1, Left: t.Left(now)}
}

// Seconds returns d in seconds.
func (card) Seconds(d time.Duration) int { return int(d / time.Second) }
