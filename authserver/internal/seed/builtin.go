package seed

import (
	_ "embed"
	"slices"
)

//go:embed default.yaml
var builtIn []byte

// BuiltIn returns the YAML of the built-in demo, as a template for a seed file.
func BuiltIn() []byte { return slices.Clone(builtIn) }
