// Command app plays a mobile app whose user has an account with our backend. It is
// no OAuth client: it is a user agent of the backend, as a browser is, and gets a
// session there (ADR 0020, docs/mobile-apps.md). It never sees a password or a token.
//
//	app ──challenge──→ system browser ──→ backend: asks, signs the user in
//	app ←──hand-over── system browser ←── backend
//	app ──hand-over, verifier──→ backend
//	app ←──────session id─────── backend
//	app ──Authorization: Session ...──→ backend ──access token──→ notes API
//
//	main.go     the settings, and the whole in a few lines
//	signin.go   how the app gets its session
//	waiting.go  where it waits for the hand-over
//	backend.go  calls with the session
//	prompt.go   what a person types
//	verbs.go    and what it does
package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"time"

	"quartet.example/client/cmd/internal/command"
	"quartet.example/shared/localnet"
)

type settings struct {
	Backend string        `default:"http://app.localhost:8080" help:"the backend, which keeps the session and the tokens"`
	Browser bool          `default:"true" negatable:"" help:"open the system browser; its address is printed in any case"`
	Timeout time.Duration `default:"3m" help:"time to sign in"`
}

const does = "Signs you in with your browser, as a mobile app of our backend does, and works with your notes."

// Validate refuses an address to which no session id should go.
func (s *settings) Validate() error {
	return localnet.RequireConfidential("backend", s.Backend)
}

func main() {
	command.Main(func(ctx context.Context, client *http.Client, out io.Writer, args []string) error {
		return run(ctx, client, os.Stdin, out, args)
	})
}

func run(ctx context.Context, client *http.Client, in io.Reader, out io.Writer, args []string) error {
	var s settings
	if err := command.Load("app", does, &s, args); err != nil {
		return err
	}
	b := &backend{url: s.Backend, http: client}
	user, err := s.signIn(ctx, b, out)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "signed in as %s; help lists what you can do\n", plain(user))
	return prompt(ctx, b, in, out)
}
