// Package configtest tests the settings of a service: that its table of limits is complete and
// applied (Limits), and that no error shows a secret (Secrets).
package configtest

import (
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/alecthomas/kong"

	"quartet.example/shared/config"
)

// Settings is a pointer to the Config of a service.
type Settings interface {
	Limits() config.Limits
	Validate() error
}

// Limits fails the test unless all of this is true for cfg, a valid Config:
//
//   - each duration and number has exactly one row, with the name of its flag and a reason
//   - Validate refuses a value just outside of the row's range, and 0 if that is outside
//   - Validate accepts the minimum and the maximum, except for the settings named in pairs, whose
//     extremes may break a rule that concerns several settings
//   - Validate refuses a value that is not in a setting's list of allowed values
func Limits(t *testing.T, cfg Settings, pairs ...string) {
	t.Helper()
	if err := cfg.Validate(); err != nil {
		t.Fatalf("the settings to begin with: %v", err)
	}
	choices(t, cfg)
	rows := map[uintptr]config.Limit{}
	for _, row := range cfg.Limits() {
		at := reflect.ValueOf(row.Field).Pointer()
		if other, has := rows[at]; has {
			t.Errorf("%s and %s are rows of one field", other.Setting, row.Setting)
		}
		rows[at] = row
	}
	each(t, cfg, func(name string, field reflect.Value) {
		row, has := rows[field.Addr().Pointer()]
		if !has {
			t.Errorf("%s: has no row in the table of limits: give it a minimum, a maximum and the reason", name)
			return
		}
		delete(rows, field.Addr().Pointer())
		if row.Setting != name {
			t.Errorf("%s: its row is called %s", name, row.Setting)
		}
		if len(row.Why) < 10 {
			t.Errorf("%s: its row does not say why", name)
		}
		extremes(t, cfg, row, field, slices.Contains(pairs, name))
	})
	for _, row := range rows {
		t.Errorf("%s: a row without a field of the Config", row.Setting)
	}
}

// choices tests each setting with a list of allowed values: another value must be refused.
func choices(t *testing.T, cfg Settings) {
	t.Helper()
	parser, err := kong.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	for _, flag := range parser.Model.Flags {
		if flag.Enum == "" {
			continue
		}
		before := flag.Target.String()
		flag.Target.SetString("Other")
		if err := cfg.Validate(); err == nil || !strings.Contains(err.Error(), flag.Name+": must be one of ") {
			t.Errorf("%s=Other, which is not one of %s: got %v, want an error that names the setting", flag.Name, flag.Enum, err)
		}
		flag.Target.SetString(before)
	}
}

// extremes tests the minimum and maximum of a row, and values just outside of its range.
func extremes(t *testing.T, cfg Settings, row config.Limit, field reflect.Value, paired bool) {
	t.Helper()
	before := reflect.ValueOf(field.Interface())
	defer field.Set(before)
	low, high := reflect.ValueOf(row.Min), reflect.ValueOf(row.Max)
	for _, good := range []reflect.Value{low, high} {
		field.Set(good)
		if err := cfg.Validate(); err != nil && !paired {
			t.Errorf("%s=%v, an end of the range: %v", row.Setting, good, err)
		}
	}
	bad := []reflect.Value{next(low, -1), next(high, +1)}
	if zero := reflect.Zero(field.Type()); next(low, -1).Interface() != zero.Interface() && beyond(zero, low) {
		bad = append(bad, zero)
	}
	if field.Kind() == reflect.Float64 {
		bad = append(bad, reflect.ValueOf(math.NaN()).Convert(field.Type()), reflect.ValueOf(math.Inf(1)).Convert(field.Type()))
	}
	for _, value := range bad {
		field.Set(value)
		if err := cfg.Validate(); err == nil || !strings.Contains(err.Error(), row.Setting+": ") || !strings.Contains(err.Error(), row.Why) {
			t.Errorf("%s=%v, out of the range: got %v, want an error that names the setting and the reason", row.Setting, value, err)
		}
	}
}

// next returns the nearest value below v (step -1) or above it (step +1).
func next(v reflect.Value, step int64) reflect.Value {
	n := reflect.New(v.Type()).Elem()
	switch {
	case v.CanInt():
		n.SetInt(v.Int() + step)
	case v.CanUint():
		n.SetUint(uint64(int64(v.Uint()) + step))
	default:
		n.SetFloat(math.Nextafter(v.Float(), math.Inf(int(step))))
	}
	return n
}

// beyond reports whether v is less than low.
func beyond(v, low reflect.Value) bool {
	switch {
	case v.CanInt():
		return v.Int() < low.Int()
	case v.CanUint():
		return v.Uint() < low.Uint()
	}
	return v.Float() < low.Float()
}

// each calls visit for every setting that is a duration or a number, with the name of its flag. It
// fails the test for a list or map of numbers, because a row cannot describe it.
func each(t *testing.T, cfg Settings, visit func(name string, field reflect.Value)) {
	t.Helper()
	parser, err := kong.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	for _, flag := range parser.Model.Flags {
		switch field := flag.Target; field.Kind() {
		case reflect.Slice, reflect.Map, reflect.Pointer:
			if isNumber(reflect.Zero(field.Type().Elem())) {
				t.Errorf("%s: several numbers in one setting have no row", flag.Name)
			}
		default:
			if isNumber(field) {
				visit(flag.Name, field)
			}
		}
	}
}

func isNumber(v reflect.Value) bool { return v.CanInt() || v.CanUint() || v.CanFloat() }
