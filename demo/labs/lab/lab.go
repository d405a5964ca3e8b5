package lab

import (
	"strings"
	"time"

	"quartet.example/demo/stack"
)

// Lab is one lesson about an attack.
type Lab struct {
	ID      string // two digits, such as 03
	Slug    string // the name in commands and of the directory, such as stolen-code
	Title   string
	Minutes int      // that a learner needs
	Specs   []string // what it teaches, such as RFC 7636 §1
	README  string   // the text for learners; see Section
	Seconds int      // the longest that all its attacks take without a user; 0 is 10

	Browser bool // whether it needs Chromium: see Scene.Chrome

	Careless Parts    // which programs are careless, on the careless target
	Servers  Servers  // between which the users of the client choose
	Signs    bool     // whether the client authenticates with assertions (private_key_jwt), at all servers under one client_id
	Attacks  []Attack // none in a lab that shows only an honest flow

	// Configure changes the settings of the reference before it starts. nil changes nothing.
	Configure func(*Scene, *stack.Settings) error

	// Honest is what the victim does after the attack, on every target that has a defence. It returns an
	// error if that does not work. nil is: sign in at the client and read the notes.
	Honest func(*Scene) error
}

// Attack is a scripted attack. It has succeeded when the attacker has seen the canary, or with Writes when
// the mark of the attacker is among the victim's notes.
type Attack struct {
	Slug   string // such as downgrade; "" in a lab with one attack
	Title  string // in words: what the attacker does
	Writes bool   // whether the attacker wants to write for the victim, and not to read

	// Run makes the attack, and tells each step to the Scene. It returns an error when it cannot go on,
	// as when a request was refused.
	Run func(*Scene) error

	// Stops are the named checks each of which stops the attack alone. On the careless target with one of
	// them, and nothing else, the attack must die there.
	Stops []string

	// Around are defences that every careless target has, because the attack shows a way around them.
	Around []string

	// Reference is the check at which it dies on the reference; "" is the first of Stops.
	Reference string

	// Refusal is the error code of that refusal, such as invalid_grant; "" if the attacker gets none.
	Refusal string
}

// Parts are the programs that are careless. The others are those of the reference.
type Parts int

// The parts. A careless authorization server issues opaque tokens, which only the careless API accepts.
const (
	None Parts = iota
	Everything
	OnlyClient
	OnlyAPI
)

// Servers are the authorization servers at which the client is registered.
type Servers int

// The servers. With two, the second is at Scene.Evil, and Scene.Login chooses the first.
const (
	OneServer Servers = iota
	TwoServers
)

// Name returns the id and the slug, which is also the name of the directory of the lab.
func (l *Lab) Name() string { return l.ID + "-" + l.Slug }

// Number is the id as people say it, such as 3.
func (l *Lab) Number() string { return strings.TrimPrefix(l.ID, "0") }

// Limit is the longest that all attacks of the lab take without a user.
func (l *Lab) Limit() time.Duration {
	if l.Seconds > 0 {
		return time.Duration(l.Seconds) * time.Second
	}
	return 10 * time.Second
}

// DiesAt returns the check at which the attack dies on a target, or "" if it succeeds there.
func (a *Attack) DiesAt(t Target) string {
	switch {
	case t.Reference && a.Reference != "":
		return a.Reference
	case t.Reference && len(a.Stops) > 0:
		return a.Stops[0]
	}
	for _, id := range t.Defences {
		for _, stop := range a.Stops {
			if id == stop {
				return id
			}
		}
	}
	return ""
}
