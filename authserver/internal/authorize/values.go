package authorize

import (
	"errors"
	"slices"
	"strconv"
	"strings"
)

func parsePrompt(s string) ([]string, error) {
	values := strings.Fields(s)
	for _, v := range values {
		if !slices.Contains([]string{"none", "login", "consent", "select_account"}, v) {
			return nil, errors.New("prompt holds an unknown value")
		}
	}
	values = distinct(values)
	if len(values) > 1 && slices.Contains(values, "none") {
		return nil, errors.New("prompt none stands beside another")
	}
	return values, nil
}

// distinct returns each value once, in the order of the request.
func distinct(values []string) []string {
	var once []string
	for _, v := range values {
		if !slices.Contains(once, v) {
			once = append(once, v)
		}
	}
	return once
}

// parseMaxAge reads digits only. A century is as good as for ever, and does not
// overflow when it becomes a duration.
func parseMaxAge(s string) (*int64, error) {
	if s == "" {
		return nil, nil // left out
	}
	seconds, err := strconv.ParseUint(s, 10, 63)
	if err != nil {
		return nil, errors.New("max_age is not a count of seconds")
	}
	const century = 100 * 365 * 24 * 60 * 60
	age := int64(min(seconds, century))
	return &age, nil
}

// first runs the steps in order, and returns the first error.
func first(steps ...func() error) error {
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}
