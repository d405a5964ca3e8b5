package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"syscall"
	"time"

	"quartet.example/authserver/controlapi"
	"quartet.example/demo/labs"
	"quartet.example/demo/labs/progress"
	"quartet.example/demo/labs/text"
	"quartet.example/demo/stack"
	"quartet.example/shared/config"
)

type labCheck struct {
	lines
	Lab string `arg:"" help:"number or name, such as 03 or stolen-code"`
	All bool   `help:"also what is done, and each thing that is missing"`
}

// errMissing is the error of a check that found something missing, after it was written.
var errMissing = errors.New("something of the lab is missing")

// run writes what is done and what is missing. It returns errMissing if something is.
func (c labCheck) run(w io.Writer) error {
	l, err := labs.Find(c.Lab)
	if err != nil {
		return err
	}
	done, err := progress.Load()
	if err != nil {
		return err
	}
	complete, err := text.Checkpoints(w, c.flags().terminal(w), l, done, c.All)
	if err == nil && !complete {
		err = errMissing
	}
	return err
}

type labReset struct {
	Issuer       string        `placeholder:"URL" help:"issuer identifier of the authorization server; the default is that of the settings"`
	ControlToken config.Secret `env:"CONTROL_TOKEN,AUTHSERVER_CONTROL_TOKEN" placeholder:"TOKEN" help:"control token of a server on another machine or in a container, a value or @file"`
}

const resetTime = 2 * time.Second

// run forgets what the learner has done, and takes a running authorization server back to its seed.
func (c labReset) run(ctx context.Context, w io.Writer) error {
	if err := progress.Forget(); err != nil {
		return err
	}
	settings, err := stack.LoadRunning()
	if err != nil {
		return err
	}
	issuer, err := issuerAt(cmp.Or(c.Issuer, settings.Authserver.Issuer))
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, resetTime)
	defer cancel()
	err = (&controlapi.Client{Issuer: issuer, Token: c.ControlToken.Reveal(), HTTP: settings.HTTP(0)}).Reset(ctx)
	switch {
	case errors.Is(err, syscall.ECONNREFUSED):
		_, err = fmt.Fprintln(w, "What you did in the labs is forgotten. No stack runs at "+issuer+". "+elsewhere+".")
	case err == nil:
		_, err = fmt.Fprintln(w, "What you did in the labs is forgotten, and the authorization server at "+issuer+" is as its seed says.")
	}
	return err
}
