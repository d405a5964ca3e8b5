package admin

import (
	"context"
	"fmt"
	"strings"
)

// command is one line of the operator's reference, and what carries it out.
type command struct {
	words, args string // "keys retire", "KID [--now]"
	does        string
	example     string // a whole line; PROGRAM stands for the name of the program
	run         func(*Operator, context.Context, []string) error
}

var commands = []command{
	{"keys list", "", "print every signing key and what it does", "PROGRAM keys list", (*Operator).listKeys},
	{"keys rotate", "", "make the next key of each algorithm; it is published before it signs", "PROGRAM keys rotate", (*Operator).rotateKeys},
	{
		"keys retire", "KID [--now]", "end one key; with --now its tokens end at once, too",
		"PROGRAM keys retire NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs --now", (*Operator).retireKey,
	},
	{"users list", "", "print every user, with sessions and grants", "PROGRAM users list", (*Operator).listUsers},
	{"users disable", "USERNAME", "refuse sign-ins of a user, and end sessions and tokens", "PROGRAM users disable alice", (*Operator).disableUser},
	{"users enable", "USERNAME", "let a disabled user sign in again", "PROGRAM users enable alice", (*Operator).enableUser},
	{"users delete", "USERNAME", "delete a user for good, even one of the seed file", "PROGRAM users delete alice", (*Operator).deleteUser},
	{
		"users passwd", "USERNAME", "set a password, read from standard input, and end sessions and tokens",
		"PROGRAM users passwd alice < password.txt", (*Operator).setPassword,
	},
}

// find returns the command that the words begin with, and the arguments after it.
func find(words []string) (command, []string, bool) {
	if len(words) < 2 {
		return command{}, nil, false
	}
	name := words[0] + " " + words[1]
	if name == "users password" { // another spelling
		name = "users passwd"
	}
	for _, c := range commands {
		if c.words == name {
			return c, words[2:], true
		}
	}
	return command{}, nil, false
}

// Help is the reference of the commands about a noun, "keys" or "users", for a program of
// that name.
func Help(program, noun string) string {
	usage := []string{"Usage: " + program + " " + noun + " COMMAND [flags]", ""}
	for _, c := range commands {
		if strings.HasPrefix(c.words, noun+" ") {
			usage = append(usage, strings.TrimSpace(c.words+" "+c.args), "    "+c.does, "    $ "+strings.Replace(c.example, "PROGRAM", program, 1), "")
		}
	}
	return strings.Join(append(usage,
		"The server must run on a Redis of its own. Name the same one here, and for keys the server's",
		"secret, too: REDIS_URL and AUTHSERVER_SEAL_KEY, or --redis-url and --seal-key. The other",
		"flags are those of the server (authserver --help); most are not needed here."), "\n")
}

// unknown is the error for words that are no command.
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
	return fmt.Errorf("there is no command %q; there are:\n  %s", strings.Join(words, " "), strings.Join(lines, "\n  "))
}
