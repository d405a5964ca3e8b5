package report

// Defence is something that a program must do to be safe against one kind of attack.
type Defence struct {
	ID     string `json:"id"`     // such as api.token.alg-none; it does not change between versions
	Title  string `json:"title"`  // what the program must do: "refuses tokens without a signature"
	Attack string `json:"attack"` // what is sent, and what an attacker would gain
	Spec   string `json:"spec"`   // such as RFC 8725 §3.1
	Fix    string `json:"fix"`    // what to change in the program
	Advice bool   `json:"advice"` // no specification requires it, or with SHOULD only: it is reported, and fails no run
}

// Outcome is what became of an attack.
type Outcome string

// The outcomes.
const (
	Pass  Outcome = "pass"  // the program has the defence
	Fail  Outcome = "fail"  // the attack succeeded, or the refusal breaks the specification
	Warn  Outcome = "warn"  // the same for a defence that is only advice
	Skip  Outcome = "skip"  // the defence does not apply, or the run has no settings for it
	Error Outcome = "error" // the attack could not be made, so nothing is known
)

// Result is a defence and what was seen when it was attacked.
type Result struct {
	Defence
	Outcome Outcome `json:"outcome"`
	// Seen has one line for each thing that went wrong: "alg nOnE: 200, want 401". For Skip and Error it is
	// the reason.
	Seen []string `json:"seen,omitempty"`
}

// Judge returns Pass if seen is empty, otherwise Fail, or Warn for advice.
func (d Defence) Judge(seen ...string) Result {
	switch {
	case len(seen) == 0:
		return Result{Defence: d, Outcome: Pass}
	case d.Advice:
		return Result{Defence: d, Outcome: Warn, Seen: seen}
	}
	return Result{Defence: d, Outcome: Fail, Seen: seen}
}

// Skipped returns a result without an attack. The reason is a sentence.
func (d Defence) Skipped(reason string) Result {
	return Result{Defence: d, Outcome: Skip, Seen: []string{reason}}
}

// Unknown returns the result of an attack that could not be made.
func (d Defence) Unknown(err error) Result {
	return Result{Defence: d, Outcome: Error, Seen: []string{err.Error()}}
}
