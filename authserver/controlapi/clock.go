package controlapi

import "time"

// Clock is the time of the server.
type Clock struct {
	Now time.Time `json:"now"`
}

// Advance moves the clock forward, so that codes, tokens and sessions expire.
type Advance struct {
	Seconds int `json:"advance_seconds"` // positive
}
