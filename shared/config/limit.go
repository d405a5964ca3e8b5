package config

import (
	"errors"
	"fmt"
)

// Number is the type of a setting that has a minimum and a maximum.
type Number interface {
	~int | ~int64 | ~uint | ~float64
}

// Limit is one row of the table of settings of a service: minimum and maximum of a
// number or duration, and why. Use Between to make one.
type Limit struct {
	Setting string // the name of its flag
	Why     string // completes the sentence "outside of this range ..."

	Field    any          // points to the field of the Config
	Min, Max any          // of the type of the field
	problem  func() error // judges the value that the field has now
}

// Between returns the row of a setting whose value must lie between minimum and maximum,
// both included. No value in the range may turn a check off.
func Between[T Number](setting string, field *T, minimum, maximum T, why string) Limit {
	l := Limit{Setting: setting, Why: why, Field: field, Min: minimum, Max: maximum}
	l.problem = func() error {
		if *field >= minimum && *field <= maximum { // false for a NaN
			return nil
		}
		return fmt.Errorf("%s: %v is not between %v and %v: %s", setting, *field, minimum, maximum, why)
	}
	return l
}

// Limits is the table of a service: each duration and number of its Config has
// one row (configtest.Limits makes sure of it).
type Limits []Limit

// Validate returns an error for each setting that is out of its range, joined.
func (ls Limits) Validate() error {
	errs := make([]error, 0, len(ls))
	for _, l := range ls {
		errs = append(errs, l.problem())
	}
	return errors.Join(errs...)
}
