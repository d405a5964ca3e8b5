package seed

import (
	_ "embed"
	"slices"
)

//go:embed default.yaml
var builtIn []byte

// BuiltIn gives the YAML of the built-in demo, to copy and change.
func BuiltIn() []byte { return slices.Clone(builtIn) }
