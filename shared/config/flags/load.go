package flags

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/alecthomas/kong"

	"quartet.example/shared/config"
)

// ErrHelp is returned by Load after it printed the help text. The program should then exit with 0.
var ErrHelp = errors.New("the help text was printed")

// Load fills cfg, a pointer to a struct, from args, the environment and the defaults. The defaults
// in the tag dev are used only if the profile is not production. Its errors name the wrong
// setting, and never contain the value of a secret.
func Load(name, envPrefix string, cfg any, args []string, options ...kong.Option) error {
	helped := false
	options = append([]kong.Option{
		kong.Name(name),
		kong.Exit(func(int) { helped = true }), // kong would end the process after --help
		kong.PostBuild(func(k *kong.Kong) error {
			bindEnvironment(k.Model.Node, envPrefix)
			useDefaults(k.Model.Node, asked(k.Model.Node, args))
			return nil
		}),
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
		return fmt.Errorf("%s: %w", name, withoutArguments(err))
	}
	return nil
}

// withoutArguments removes from an error an argument that belongs to no flag, because it may be
// the second part of a secret with a space in it.
func withoutArguments(err error) error {
	if strings.HasPrefix(err.Error(), "unexpected argument") {
		return errors.New("there is an argument that belongs to no flag; put a value with spaces in quotes")
	}
	return err
}

// asked returns the profile in args or the environment, with the precedence that kong uses. A
// mistake here could not turn off a check: it would choose the defaults of the other profile, but
// Validate sees the right profile.
func asked(node *kong.Node, args []string) config.Profile {
	flag := find(node, "profile")
	if flag == nil {
		return config.Dev
	}
	found := flag.Default
	for _, name := range flag.Envs {
		if value, ok := os.LookupEnv(name); ok {
			found = value
			break
		}
	}
	for i, arg := range args {
		if value, ok := strings.CutPrefix(arg, "--profile="); ok {
			found = value
		} else if arg == "--profile" && i+1 < len(args) {
			found = args[i+1]
		}
	}
	return config.Profile(found)
}

func find(node *kong.Node, name string) *kong.Flag {
	for _, flag := range node.Flags {
		if flag.Name == name {
			return flag
		}
	}
	return nil
}

// useDefaults sets the default of each flag with a tag dev, except in production.
func useDefaults(node *kong.Node, profile config.Profile) {
	for _, flag := range node.Flags {
		if value := flag.Tag.Get("dev"); value != "" && !profile.IsProduction() {
			flag.Default, flag.HasDefault, flag.Tag.Default, flag.Tag.HasDefault = value, true, value, true
		}
	}
	for _, child := range node.Children {
		useDefaults(child, profile)
	}
}

// bindEnvironment adds the prefixed variable to each flag, before the variables that its own tag
// names. The tag env:"-" keeps a flag out of the environment.
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

// variable returns the environment variable of a flag: AUTHSERVER and code-ttl give
// AUTHSERVER_CODE_TTL.
func variable(prefix, flag string) string {
	return strings.ToUpper(prefix + "_" + strings.NewReplacer("-", "_", ".", "_").Replace(flag))
}
