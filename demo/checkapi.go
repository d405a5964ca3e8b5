package main

import (
	"context"
	"errors"
	"io"

	"quartet.example/demo/mirror/apicheck"
	"quartet.example/demo/mirror/report"
)

type checkAPICommand struct {
	apicheck.Options
	report.Files
	List bool `help:"print all defences and end"`
}

// run attacks the API at the URL. It returns report.ErrFailed if a defence is missing, and
// report.ErrNotMade if the attacks could not be made.
func (c checkAPICommand) run(ctx context.Context, stdout, stderr io.Writer) error {
	text := c.Text(stdout, stderr, coloured)
	if c.List {
		return c.Files.List(stdout, text, apicheck.Defences())
	}
	if c.URL == "" {
		return errors.New("which API? Give the URL of a route that needs an access token, or --list")
	}
	r, err := apicheck.Run(ctx, c.Options, text)
	if err != nil {
		return err
	}
	return c.End(stdout, text, r)
}
