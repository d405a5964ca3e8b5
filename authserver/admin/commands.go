package admin

import (
	"context"
	"fmt"
	"strings"
)

// command describes one command, and the function that executes it.
type command struct {
	words, args string // such as "keys retire" and "KID [--now]"
	does        string
	example     string // a complete command line; PROGRAM is replaced by the name of the program
	run         func(*Operator, context.Context, []string) error
}

var commands = []command{
	{"keys list", "", "list all signing keys, and what each is used for", "PROGRAM keys list", (*Operator).listKeys},
	{"keys rotate", "", "make the next key of each algorithm; it is published before it signs", "PROGRAM keys rotate", (*Operator).rotateKeys},
	{
		"keys retire", "KID [--now]", "retire one key; with --now its tokens become invalid at once",
		"PROGRAM keys retire NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs --now", (*Operator).retireKey,
	},
	{"users list", "", "list all users with the number of their sessions and grants", "PROGRAM users list", (*Operator).listUsers},
	{"users disable", "USERNAME", "refuse sign-ins of a user, and end the sessions and tokens", "PROGRAM users disable alice", (*Operator).disableUser},
	{"users enable", "USERNAME", "allow sign-ins of a disabled user again", "PROGRAM users enable alice", (*Operator).enableUser},
	{"users delete", "USERNAME", "delete a user permanently, even if the seed file contains the user", "PROGRAM users delete alice", (*Operator).deleteUser},
	{
		"users passwd", "USERNAME", "set a password, read from standard input, and end the sessions and tokens",
		"PROGRAM users passwd alice < password.txt", (*Operator).setPassword,
	},
}

// find returns the command that the words begin with, and its arguments.
func find(words []string) (command, []string, bool) {
	if len(words) < 2 {
		return command{}, nil, false
	}
	name := words[0] + " " + words[1]
	if name == "users password" { // alternative spelling
		name = "users passwd"
	}
	for _, c := range commands {
		if c.words == name {
			return c, words[2:], true
		}
	}
	return command{}, nil, false
}

// Help returns the help text for the commands about a noun, "keys" or "users". program is the name
// of the program in the examples.
func Help(program, noun string) string {
	usage := []string{"Usage: " + program + " " + noun + " COMMAND [flags]", ""}
	for _, c := range commands {
		if strings.HasPrefix(c.words, noun+" ") {
			usage = append(usage, strings.TrimSpace(c.words+" "+c.args), "    "+c.does, "    $ "+strings.Replace(c.example, "PROGRAM", program, 1), "")
		}
	}
	return strings.Join(append(usage,
		"The server must run on a Redis server, not on the embedded Redis. Set the same REDIS_URL here",
		"(or --redis-url), and for keys also the same AUTHSERVER_SEAL_KEY (or --seal-key). The other",
		"flags are those of the server (authserver --help); most are not needed here."), "\n")
}

// unknown returns the error for an unknown command, with the commands that exist.
func unknown(words []string) error {
	var lines []string
	for _, c := range commands {
		if len(words) == 0 || strings.HasPrefix(c.words, words[0]+" ") {
			lines = append(lines, strings.TrimSpace("  "+c.words+" "+c.args))
		}
	}
	if len(lines) == 0 {
		return unknown(nil)
	}
	return fmt.Errorf("there is no command %q; the commands are:\n  %s", strings.Join(words, " "), strings.Join(lines, "\n  "))
}
