package main

import (
	"context"
	"fmt"
	"io"

	"quartet.example/demo/bundle"
	"quartet.example/shared/service"
)

type bundleCommand struct {
	Dir    string   `arg:"" optional:"" default:"quartet-bundle" help:"folder to make; the default is quartet-bundle"`
	Target []string `sep:"," placeholder:"OS/ARCH" help:"only these, such as linux/amd64,windows/amd64; the default is all six"`
}

func (b bundleCommand) run(ctx context.Context, w io.Writer) error {
	root, err := bundle.Checkout()
	if err != nil {
		return err
	}
	targets := b.Target
	if len(targets) == 0 {
		targets = bundle.Targets
	}
	if err := bundle.Make(ctx, bundle.Options{Root: root, Dir: b.Dir, Targets: targets, Version: service.Version(), Out: w}); err != nil {
		return err
	}
	_, err = fmt.Fprintf(w, "%s is complete. Copy the folder to a USB stick; START-HERE.txt says the rest.\n", b.Dir)
	return err
}
