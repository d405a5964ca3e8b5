package config

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/alecthomas/kong"
)

// Choices returns an error for each setting of cfg, a pointer to a struct, that has
// a list of values (the tag enum) and a value that is not in it. Load refuses such a
// value by itself; a program that fills the struct does not, and code that compares
// with one value takes every other one for "off". A value that was left out is
// allowed: code takes it for the safe one. The error does not hold the value.
func Choices(cfg any) error {
	parser, err := kong.New(cfg)
	if err != nil {
		return fmt.Errorf("settings: %w", err)
	}
	var errs []error
	for _, flag := range parser.Model.Flags {
		value := flag.Target.String()
		if flag.Enum != "" && value != "" && !slices.Contains(strings.Split(flag.Enum, ","), value) {
			errs = append(errs, fmt.Errorf("%s: must be one of %s", flag.Name, flag.Enum))
		}
	}
	return errors.Join(errs...)
}
