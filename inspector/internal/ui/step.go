package ui

import (
	"time"

	"quartet.example/inspector/flow"
	"quartet.example/shared/trace/step"
)

// bar returns the data of the toolbar, or nil if there is none.
func (p *Pages) bar(f flow.Flow) *StepBar {
	if p.Bar == nil {
		return nil
	}
	b := p.Bar(f)
	return &b
}

// Back is the page that a form of the toolbar returns to.
func (b *StepBar) Back() string {
	if b.Flow == "" {
		return "/"
	}
	return "/flows/" + b.Flow
}

// StepBar is what the toolbar shows of step mode and of the demo clock.
type StepBar struct {
	Flow string // id of the flow of the page, "" if it has none

	Mode     step.Mode
	Held     int       // messages that are held, of all flows
	Next     *flow.Hop // the one that "Next message" releases, or nil
	TimedOut int       // messages of this flow that nobody released in time

	HasClock  bool
	Ahead     string // how far the clock was moved
	Expires   string // what of this flow expires next, "" for nothing
	ExpiresIn string
	ExpiresAt time.Time
}
