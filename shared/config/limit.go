package config

import (
	"errors"
	"fmt"
	"reflect"
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

	of func(field any) Limit // the same row for another field of the type
}

// Between returns the row of a setting whose value must lie between minimum and maximum,
// both included. No value in the range may turn a check off.
func Between[T Number](setting string, field *T, minimum, maximum T, why string) Limit {
	l := Limit{Setting: setting, Why: why, Field: field, Min: minimum, Max: maximum}
	l.of = func(field any) Limit { return Between(setting, field.(*T), minimum, maximum, why) }
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

// Of returns the same rows for the fields of to that have the names of those of from; both are
// pointers to structs. A service has the limits of the library that it configures. It panics if to
// has no such field.
func (ls Limits) Of(from, to any) Limits {
	theirs, ours := reflect.ValueOf(from).Elem(), reflect.ValueOf(to).Elem()
	names := map[any]string{}
	for i := range theirs.NumField() {
		if theirs.Type().Field(i).IsExported() {
			names[theirs.Field(i).Addr().Interface()] = theirs.Type().Field(i).Name
		}
	}
	rows := make(Limits, len(ls))
	for i, l := range ls {
		rows[i] = l.of(ours.FieldByName(names[l.Field]).Addr().Interface())
	}
	return rows
}

// Validate returns an error for each setting that is out of its range, joined.
func (ls Limits) Validate() error {
	errs := make([]error, 0, len(ls))
	for _, l := range ls {
		errs = append(errs, l.problem())
	}
	return errors.Join(errs...)
}
