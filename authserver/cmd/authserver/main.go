// Command authserver is the authorization server.
//
//	authserver [serve] [flags]        serve until SIGINT or SIGTERM, then drain; --help lists the flags
//	authserver health [flags]         exit 0, silently, if the running server is ready
//	authserver secrets DIR NAME...    make the secret files that are missing
//	authserver hash-password          read a password from standard input, print its hash for the seed file
//	authserver keys WORD...           list, rotate or retire signing keys; see package admin
//	authserver users WORD...          list, disable, enable, delete users, or give them a password
//	authserver seed                   print the built-in seed file
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
	return service.Command[authserver.Config]{
		Name:     "authserver",
		Settings: (*authserver.Config).Service,
		New:      func(c authserver.Config, d service.Deps) (service.Server, error) { return authserver.New(c, d) },
		Others: map[string]func(context.Context, []string) error{
			"secrets":       func(_ context.Context, args []string) error { return secrets(args) },
			"hash-password": func(context.Context, []string) error { return hashPassword(os.Stdin, os.Stdout) },
			"keys":          operator("keys"),
			"users":         operator("users"),
			"seed":          func(context.Context, []string) error { _, err := os.Stdout.Write(authserver.DefaultSeed()); return err },
		},
	}
}

// operator carries out a command on the Redis of the server.
func operator(noun string) func(context.Context, []string) error {
	return func(ctx context.Context, args []string) error {
		return admin.Command(ctx, append([]string{noun}, args...), os.Stdin, os.Stdout)
	}
}
