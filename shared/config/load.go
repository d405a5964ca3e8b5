package config

import (
	"errors"
	"fmt"
	"strings"

	"github.com/alecthomas/kong"
)

// ErrHelp is returned by Load after it printed the reference for --help: the
// program should end, with success.
var ErrHelp = errors.New("help was asked for")

// Load fills cfg, a pointer to a struct, from args, the environment and the
// defaults. Its error names the setting that is wrong, never a secret's value.
func Load(name, envPrefix string, cfg any, args []string, options ...kong.Option) error {
	helped := false
	options = append([]kong.Option{
		kong.Name(name),
		kong.Exit(func(int) { helped = true }), // --help ends here, not the process
		kong.PostBuild(func(k *kong.Kong) error { bindEnvironment(k.Model.Node, envPrefix); return nil }),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
	}, options...)
	parser, err := kong.New(cfg, options...)
	if err != nil {
		return fmt.Errorf("%s: settings: %w", name, err)
	}
	_, err = parser.Parse(args)
	if helped {
		return ErrHelp
	}
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

// bindEnvironment gives each flag its prefixed variable, before those that its
// own tag names. The tag env:"-" keeps a flag out of the environment.
func bindEnvironment(node *kong.Node, prefix string) {
	for _, flag := range node.Flags {
		if flag.Name == "help" {
			continue
		}
		if len(flag.Envs) == 1 && flag.Envs[0] == "-" {
			flag.Envs, flag.Tag.Envs = nil, nil
			continue
		}
		flag.Envs = append([]string{variable(prefix, flag.Name)}, flag.Envs...)
		flag.Tag.Envs = flag.Envs
	}
	for _, child := range node.Children {
		bindEnvironment(child, prefix)
	}
}

// variable names the environment variable of a flag: AUTHSERVER, code-ttl →
// AUTHSERVER_CODE_TTL.
func variable(prefix, flag string) string {
	return strings.ToUpper(prefix + "_" + strings.NewReplacer("-", "_", ".", "_").Replace(flag))
}
