package clientcheck

import (
	"context"
	"fmt"
)

// fresh returns a try that compares a parameter of the honest authorization requests.
func fresh(parameter string, least int) func(context.Context, *checker) ([]string, error) {
	return func(_ context.Context, c *checker) ([]string, error) {
		return weaknesses(parameter, least, c.requested(parameter)), nil
	}
}

func (c *checker) requested(parameter string) []string {
	var values []string
	for _, a := range c.baseline {
		values = append(values, a.request.Get(parameter))
	}
	return values
}

// weaknesses says how values can be guessed: they are short, they repeat, or most of each is the same.
func weaknesses(name string, least int, values []string) (seen []string) {
	for i, value := range values {
		if len(value) < least {
			seen = append(seen, fmt.Sprintf("%s has %d characters, want %d or more", name, len(value), least))
		}
		for _, other := range values[:i] {
			if value == other {
				seen = append(seen, name+" is the same in two sign-ins")
			} else if 2*alike(value, other) > len(value) {
				seen = append(seen, name+" is mostly the same in two sign-ins")
			}
		}
	}
	return seen
}

// alike returns the number of places where two texts have the same character.
func alike(a, b string) (n int) {
	for i := range min(len(a), len(b)) {
		if a[i] == b[i] {
			n++
		}
	}
	return n
}
