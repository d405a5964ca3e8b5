package tokens

import "quartet.example/client/bff/internal/core"

// The outcomes of a refresh.
const (
	renewed = "renewed" // a new set, stored
	kept    = "kept"    // no answer, or one of no use: the session is as it was
	ended   = "ended"   // the session is over: invalid_grant, or tokens of somebody else
	lost    = "lost"    // the store stayed away: the session will end
)

// NewCounter counts refreshes by outcome.
func NewCounter() *core.Counter { return core.NewCounter(renewed, kept, ended, lost) }

// CircuitOpen tells whether an authorization server does not answer refreshes and is left alone.
func (k *Keeper) CircuitOpen() bool { return k.circuits.anyOpen() }
