// Package configtest checks that the table of a service's settings is complete.
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

// Limits fails the test unless each duration and number of cfg, a valid Config,
// has exactly one row under the name of its flag; a row says why; and Validate
// takes neither a value beyond the row's ends nor zero where the row does not.
// pairs names the settings whose ends may break a rule between several settings.
// Likewise Validate takes no value of a setting with a list of values but these.
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
			t.Errorf("%s: has no row in the table of limits: give it a least and a greatest value, and the reason", name)
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

// choices tries a value that is not in the list of a setting.
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

// extremes tries the ends of a row, and what lies beyond.
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

// next is the value beside v, below or above it.
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

// beyond tells whether v is less than low.
func beyond(v, low reflect.Value) bool {
	switch {
	case v.CanInt():
		return v.Int() < low.Int()
	case v.CanUint():
		return v.Uint() < low.Uint()
	}
	return v.Float() < low.Float()
}

// each visits every setting that is a duration or a number, with the name of its
// flag. A list or map of numbers fails the test: a row does not fit it.
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
