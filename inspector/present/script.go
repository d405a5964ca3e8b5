package present

import (
	"time"

	"quartet.example/inspector/flow"
)

// Script is a talk: a list of steps.
type Script struct {
	Name  string `yaml:"-"` // name of the file, without .yaml
	Title string `yaml:"title"`
	About string `yaml:"about"` // one sentence for the list of scripts
	Steps []Step `yaml:"steps"`

	Recorded []flow.Flow `yaml:"-"` // of the recording, the latest first; empty if there is none
}

// Step is what is on the screen until the speaker goes on. Without Hop it shows the four roles.
type Step struct {
	At      string   `yaml:"at"`      // when the step begins if the talk is in time, such as 2:15
	Title   string   `yaml:"title"`   // on the screen
	Say     string   `yaml:"say"`     // one sentence on the screen
	Note    string   `yaml:"note"`    // for the speaker only
	Do      Action   `yaml:"do"`      // what the player does when the step begins
	Hop     *Message `yaml:"hop"`     // the message in focus
	Beside  *Message `yaml:"beside"`  // a second message, to compare with
	Thread  string   `yaml:"thread"`  // name of the value that the key t follows, such as code_verifier
	Token   bool     `yaml:"token"`   // the tokens in the message are shown as cards
	Seconds int      `yaml:"seconds"` // how long the player waits for the message; 0 is 3 seconds

	Line int `yaml:"-"` // in the file
}

// Action is what the player does when a step begins. At most one of them is set.
type Action struct {
	Open   string `yaml:"open"`   // path at the client that is opened in a window of its own, such as /login
	Clock  string `yaml:"clock"`  // how far the clock of all services is moved: 1m, 5m or 10m
	Lab    string `yaml:"lab"`    // number of a lab, which the speaker starts in a terminal
	Target string `yaml:"target"` // what the lab attacks, such as naive
	Export bool   `yaml:"export"` // the flow is exported as a page
}

const patience = 3 * time.Second // how long an audience waits for a message

// Wait returns how long the player waits for the message of the step.
func (s Step) Wait() time.Duration {
	if s.Seconds == 0 {
		return patience
	}
	return time.Duration(s.Seconds) * time.Second
}

// Command returns the command that starts the lab, or "".
func (a Action) Command() string {
	if a.Lab == "" {
		return ""
	}
	return "quartet lab run " + a.Lab + " --target=" + a.Target
}
