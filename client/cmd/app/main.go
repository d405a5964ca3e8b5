// Command app acts as a mobile app of the backend for frontend. It is not an OAuth client:
// it is a user agent of the backend, like a browser, and gets a session there (ADR 0020,
// docs/mobile-apps.md). It never sees a password or a token.
//
//	app ──challenge──→ system browser ──→ backend: asks, signs the user in
//	app ←──hand-over── system browser ←── backend
//	app ──hand-over, verifier──→ backend
//	app ←──────session id─────── backend
//	app ──Authorization: Session ...──→ backend ──access token──→ notes API
//
//	main.go     settings, and the order of the steps
//	signin.go   the sign-in, which ends with a session
//	backend.go  requests with the session
//	prompt.go   the prompt
//	verbs.go    what each command does
package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"time"

	"quartet.example/client/cmd/internal/command"
	"quartet.example/client/cmd/internal/report"
	"quartet.example/shared/localnet"
)

type settings struct {
	Backend string        `default:"http://app.localhost:8080" help:"the backend, which keeps the session and the tokens"`
	Browser bool          `default:"true" negatable:"" help:"open the system browser; its address is printed in any case"`
	Timeout time.Duration `default:"3m" help:"time to sign in"`
	In      io.Reader     `kong:"-"` // what the user types
}

const description = "Signs you in with your browser, as a mobile app of the backend does, and lists, adds and deletes your notes."

// Validate refuses a backend without https, except on this machine: the session id is sent to it.
func (s *settings) Validate() error {
	return localnet.RequireConfidential("backend", s.Backend)
}

func main() { command.Main("app", description, &settings{In: os.Stdin}) }

// Run signs the user in, then executes what they type.
func (s *settings) Run(ctx context.Context, client *http.Client, out io.Writer) error {
	b := &backend{url: s.Backend, http: client}
	user, err := s.signIn(ctx, b, out)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "signed in as %s; help lists what you can do\n", report.Plain(user))
	return prompt(ctx, b, s.In, out)
}
