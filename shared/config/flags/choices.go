package flags

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/alecthomas/kong"
)

// Choices returns an error for each setting of cfg, a pointer to a struct, whose value is not in
// the setting's list of allowed values (the tag enum). Load already refuses such a value, but a
// program that fills the struct itself does not call Load, and code that compares the value would
// treat a misspelt one as "off". An empty value is allowed, because the services treat it as the
// safe choice. The error does not contain the value.
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
