// Command authserver is the authorization server.
//
//	authserver [serve] [flags]        serve until SIGINT or SIGTERM, then finish open requests; --help lists the flags
//	authserver health [flags]         exit 0 without output if the running server is ready
//	authserver secrets DIR NAME...    write a random secret to each file that does not exist yet
//	authserver hash-password          read a password from standard input, print its hash for the seed file
//	authserver keys COMMAND...        list, rotate or retire signing keys; see package admin
//	authserver users COMMAND...       list, disable, enable or delete users, or set a password; see package admin
//	authserver seed                   print the built-in seed file
//	authserver --version              print the version
package main

import (
	"context"
	"os"

	"quartet.example/authserver"
	"quartet.example/authserver/admin"
	"quartet.example/shared/service"
)

func main() { command().Main() }

func command() service.Command[authserver.Config] {
	c := service.For("authserver", (*authserver.Config).Service, authserver.New)
	c.Others = map[string]service.Subcommand{
		"secrets": {
			Args: "DIR NAME...", Does: "make the secret files that are missing", Help: secretsHelp,
			Run: func(_ context.Context, args []string) error { return secrets(args) },
		},
		"hash-password": {
			Does: "read a password from standard input, print its hash for the seed file", Help: hashHelp,
			Run: func(context.Context, []string) error { return hashPassword(os.Stdin, os.Stdout) },
		},
		"seed": {
			Does: "print the built-in seed file", Help: seedHelp,
			Run: func(context.Context, []string) error { _, err := os.Stdout.Write(authserver.DefaultSeed()); return err },
		},
		"keys":  operator("keys", "list, rotate or retire signing keys"),
		"users": operator("users", "list, disable, enable or delete users, or give them a password"),
	}
	return c
}

const (
	secretsHelp = `Usage: authserver secrets DIR NAME...
Writes a random secret into each file of DIR that is missing; what is there stays.
    $ authserver secrets /secrets seal-key trace-key`
	hashHelp = `Usage: authserver hash-password
Reads a password from standard input, and prints its argon2id hash for password_hash of the seed file.
    $ authserver hash-password < password.txt`
	seedHelp = `Usage: authserver seed
Prints the built-in seed file: users, clients and resources. Change a copy, and name it in SEED.
    $ authserver seed > my.yaml`
)

// operator returns a subcommand that changes keys or users in the Redis of the server.
func operator(noun, does string) service.Subcommand {
	return service.Subcommand{
		Args: "COMMAND", Does: does, Help: admin.Help("authserver", noun),
		Run: func(ctx context.Context, args []string) error {
			return admin.Command(ctx, append([]string{noun}, args...), os.Stdin, os.Stdout)
		},
	}
}
