package apicheck

import "fmt"

// tally groups equal faults of several attempts, so that a fault of all responses is one line.
type tally struct {
	order  []string
	first  map[string]*exchange
	number map[string]int
}

func newTally() *tally { return &tally{first: map[string]*exchange{}, number: map[string]int{}} }

func (t *tally) add(text string, e *exchange) {
	if t.number[text]++; t.number[text] == 1 {
		t.order, t.first[text] = append(t.order, text), e
	}
}

// lines returns a line for each fault, with the attempt that showed it first.
func (t *tally) lines() []string {
	var all []string
	for _, text := range t.order {
		line := t.first[text].name + ": " + text
		if more := t.number[text] - 1; more > 0 {
			line += fmt.Sprintf(" (and in %d more responses)", more)
		}
		all = append(all, line)
	}
	return all
}
