package report

import (
	"errors"
	"time"
)

// The errors of a run. Both were reported already, so a command needs only the exit code.
var (
	ErrFailed  = errors.New("a defence is missing")             // exit code 1
	ErrNotMade = errors.New("the check could not be completed") // exit code 2
)

// Report is the result of one run.
type Report struct {
	Command string    `json:"command"` // such as quartet check-api
	Target  string    `json:"target"`  // what was attacked, as the user wrote it
	Started time.Time `json:"started"`
	Took    float64   `json:"took"`              // seconds
	Problem string    `json:"problem,omitempty"` // why no attack was made: the program did not work even without one
	Count   Count     `json:"count"`
	Results []Result  `json:"results"`
}

// Count is how many results have each outcome.
type Count struct {
	Pass  int `json:"pass"`
	Fail  int `json:"fail"`
	Warn  int `json:"warn"`
	Skip  int `json:"skip"`
	Error int `json:"error"`
}

// Add appends a result.
func (r *Report) Add(result Result) {
	r.Results = append(r.Results, result)
	switch result.Outcome {
	case Pass:
		r.Count.Pass++
	case Fail:
		r.Count.Fail++
	case Warn:
		r.Count.Warn++
	case Skip:
		r.Count.Skip++
	case Error:
		r.Count.Error++
	}
}

// Err returns ErrFailed if a defence is missing. Otherwise it returns ErrNotMade if an attack could not
// be made, or if no defence was tested at all.
func (r *Report) Err() error {
	switch {
	case r.Count.Fail > 0:
		return ErrFailed
	case r.Count.Error > 0, r.Count.Pass+r.Count.Warn == 0:
		return ErrNotMade
	}
	return nil
}

// ExitCode returns the exit code for an error of Err or of a command: 0 for nil, 2 for ErrNotMade,
// otherwise 1.
func ExitCode(err error) int {
	switch {
	case err == nil:
		return 0
	case errors.Is(err, ErrNotMade):
		return 2
	}
	return 1
}
