package service

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Subcommand is a subcommand of a service in addition to serve and health.
type Subcommand struct {
	Args string // its arguments in the help text, such as "DIR NAME..."
	Does string // one line for the list of subcommands
	Help string // what NAME SUBCOMMAND --help prints

	Run func(ctx context.Context, args []string) error // args are the arguments after its name
}

// help returns the list of subcommands for the help text.
func (c Command[C]) help() string {
	lines := []string{"Commands:", ""}
	add := func(name, args, does string) {
		lines = append(lines, fmt.Sprintf("    %-42s %s", strings.TrimSpace(c.Name+" "+name+" "+args), does))
	}
	add("[serve]", "[flags]", "serve until SIGINT or SIGTERM, then drain")
	add("health", "[flags]", "exit 0, silently, if the running service is ready")
	add("--version", "", "print the version")
	for _, name := range slices.Sorted(maps.Keys(c.Others)) {
		add(name, c.Others[name].Args, c.Others[name].Does)
	}
	return strings.Join(lines, "\n")
}

// subcommand runs one of Others, or prints its help text.
func (c Command[C]) subcommand(ctx context.Context, s Subcommand, args []string) error {
	if s.Help != "" && (slices.Contains(args, "--help") || slices.Contains(args, "-h")) {
		_, err := fmt.Fprintln(c.out(), s.Help)
		return err
	}
	return s.Run(ctx, args)
}
