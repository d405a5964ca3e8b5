package seed

import (
	_ "embed"
	"slices"

	"go.yaml.in/yaml/v3"
)

//go:embed default.yaml
var builtIn []byte

// BuiltIn returns the YAML of the built-in demo, as a template for a seed file.
func BuiltIn() []byte { return slices.Clone(builtIn) }

// builtInScopes returns the scopes about users of the built-in file.
func builtInScopes() yaml.Node {
	var doc struct {
		Scopes yaml.Node `yaml:"scopes"`
	}
	_ = yaml.Unmarshal(builtIn, &doc) // a test loads the built-in file
	return doc.Scopes
}
