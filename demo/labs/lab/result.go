package lab

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"time"

	"quartet.example/shared/glossary"
	"quartet.example/shared/trace"
)

// Result is what happened in a run.
type Result struct {
	Lab    *Lab
	Attack *Attack
	Target Target
	Run    trace.Lab // the name of the run in the recording

	Steps    []Step
	Leaked   bool      // whether the attack succeeded: the attacker has seen the canary, or written the mark
	Refusals []Refused // checks that failed during the attack, in the order of the messages
	Ended    error     // why the attack could not go on, nil if it came to its end
	Honest   error     // why the victim could not do the same afterwards, nil if that worked or was not tried
	Took     time.Duration
	Events   []trace.Event // the recording of the attack, with masked secrets
	After    []trace.Event // that of what the victim did afterwards
	Secrets  []string      // the passwords and client secrets of the run, which nothing may show
}

// Refused is a failed check, and the message that it refused.
type Refused struct {
	Check, Why   string
	By           string // the role
	Method, Path string
	Status       int
	Error        string // error code of the response, "" if it has none
}

func (r Refused) String() string {
	text := fmt.Sprintf("%s refused %s %s with %d", r.By, r.Method, r.Path, r.Status)
	if r.Error != "" {
		text += " " + r.Error
	}
	return text + ": " + r.Check
}

// Outcome says in one sentence how the attack ended.
func (r Result) Outcome() string {
	switch check := r.Attack.DiesAt(r.Target); {
	case len(r.Lab.Attacks) == 0 && r.Ended == nil:
		return "Alice signed in and read her notes."
	case len(r.Lab.Attacks) == 0:
		return fmt.Sprintf("Alice could not sign in and read her notes: %s.", r.Ended)
	case r.Leaked && r.Attack.Writes:
		return "The attacker wrote among Alice's notes."
	case r.Leaked:
		return "The attacker saw the canary."
	case len(r.Refusals) == 0:
		return fmt.Sprintf("%s, and no check refused a message: %v.", r.failed(), r.Ended)
	default:
		at := max(slices.IndexFunc(r.Refusals, func(f Refused) bool { return f.Check == check }), 0)
		return r.failed() + ": " + r.Refusals[at].Sentence()
	}
}

// failed says that the attack did not succeed.
func (r Result) failed() string {
	if r.Attack.Writes {
		return "The attacker did not write among Alice's notes"
	}
	return "The attacker did not see the canary"
}

// Sentence says what was refused, with the error of the response and the specification of the check.
func (r Refused) Sentence() string {
	text := fmt.Sprintf("refused by %s: %s %s %d", r.Check, r.Method, r.Path, r.Status)
	if r.Error != "" {
		text += " " + r.Error
	}
	if check, known := glossary.CheckOf(r.Check); known {
		text += " (" + check.Spec + ")"
	}
	return text + "."
}

// refusals returns the failed checks of a recording.
func refusals(events []trace.Event) (all []Refused) {
	for _, e := range events {
		if e.Kind != trace.Response || e.Side == trace.Sender {
			continue
		}
		for _, c := range e.Checks {
			if !c.OK {
				all = append(all, Refused{c.ID, c.Why, e.Service, e.Method, pathOf(e.URL), e.Status, e.Error})
			}
		}
	}
	return all
}

func pathOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	return u.Path
}

// Verdict returns nil if the attack ended as the lab says, and otherwise an error that says what was wrong.
// Where the lab names no check for the target, the attack must have succeeded.
func (r Result) Verdict() error {
	if len(r.Lab.Attacks) == 0 {
		return r.Ended
	}
	check := r.Attack.DiesAt(r.Target)
	if check == "" {
		if !r.Leaked {
			return fmt.Errorf("the attack should have succeeded on %s, but did not: %w", r.Target, errors.Join(r.Ended, r.refused()))
		}
		return nil
	}
	if r.Leaked {
		return fmt.Errorf("the attack succeeded on %s, in spite of %s", r.Target, check)
	}
	at := slices.IndexFunc(r.Refusals, func(f Refused) bool { return f.Check == check })
	if at < 0 {
		return fmt.Errorf("the attack on %s did not die at %s: %w", r.Target, check, errors.Join(r.Ended, r.refused()))
	}
	if got := r.Refusals[at]; r.Attack.Refusal != "" && got.Error != r.Attack.Refusal {
		return fmt.Errorf("%s refused with %q, not with %q", check, got.Error, r.Attack.Refusal)
	}
	if r.Honest != nil {
		return fmt.Errorf("on %s the victim cannot do the same any more: %w", r.Target, r.Honest)
	}
	return nil
}

// refused returns what was refused, for a message about a run that went wrong.
func (r Result) refused() error {
	if len(r.Refusals) == 0 {
		return errors.New("no check failed")
	}
	return fmt.Errorf("these checks failed: %v", r.Refusals)
}
