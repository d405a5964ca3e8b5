package config

import (
	"errors"
	"fmt"
)

// Number is the type of a setting that has a minimum and a maximum.
type Number interface {
	~int | ~int64 | ~uint | ~float64
}

// Limit is one row in a service's table of limits: the minimum and maximum of a number or
// duration, and the reason. Use Between to make one.
type Limit struct {
	Setting string // the name of the flag
	Why     string // completes the sentence "outside of this range ..."

	Field    any          // pointer to the field of the Config
	Min, Max any          // of the type of the field
	problem  func() error // returns an error if the current value is out of range
}

// Between returns the row of a setting whose value must lie between minimum and maximum,
// both included. No value in the range may turn a check off.
func Between[T Number](setting string, field *T, minimum, maximum T, why string) Limit {
	l := Limit{Setting: setting, Why: why, Field: field, Min: minimum, Max: maximum}
	l.problem = func() error {
		if *field >= minimum && *field <= maximum { // also false for NaN
			return nil
		}
		return fmt.Errorf("%s: %v is not between %v and %v: %s", setting, *field, minimum, maximum, why)
	}
	return l
}

// Limits is a service's table of limits. Each duration and number of its Config has one row;
// configtest.Limits tests that.
type Limits []Limit

// Validate returns an error for each setting that is out of its range, joined.
func (ls Limits) Validate() error {
	errs := make([]error, 0, len(ls))
	for _, l := range ls {
		errs = append(errs, l.problem())
	}
	return errors.Join(errs...)
}
