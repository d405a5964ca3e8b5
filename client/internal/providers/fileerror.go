package providers

import (
	"errors"
	"fmt"
	"regexp"

	"go.yaml.in/yaml/v3"
)

var (
	atLine       = regexp.MustCompile(`^(?:yaml: )?line (\d+): `)
	unknownField = regexp.MustCompile(`^line \d+: field ([a-z][a-z_]{0,39}) not found`)
)

// withoutValues returns an error of the YAML library with the line, and the name of an unknown
// field. It leaves out the rest, which may quote a value, because the value may be a secret.
func withoutValues(err error) error {
	var shape *yaml.TypeError
	if !errors.As(err, &shape) {
		return fmt.Errorf("%scannot be read as yaml", line(err.Error()))
	}
	errs := make([]error, len(shape.Errors))
	for i, said := range shape.Errors {
		if m := unknownField.FindStringSubmatch(said); m != nil {
			errs[i] = fmt.Errorf("%sunknown field %s", line(said), m[1])
		} else {
			errs[i] = fmt.Errorf("%shas a value or a field of another kind than is wanted there", line(said))
		}
	}
	return errors.Join(errs...)
}

// line is "line 7: ", or nothing.
func line(said string) string {
	if m := atLine.FindStringSubmatch(said); m != nil {
		return "line " + m[1] + ": "
	}
	return ""
}
