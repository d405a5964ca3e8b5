// Package doctor looks at the machine before, or while, the stack runs. It prints one
// line for each thing that it looks at, and what to do about what is not well.
package doctor

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"quartet.example/demo/stack"
)

// Patience bounds Examine: it ends by then even if nothing on the network answers.
const Patience = 1500 * time.Millisecond

// ErrUnwell means that at least one finding has to be fixed.
var ErrUnwell = errors.New("something is not well")

// Finding is one line of the report.
type Finding struct {
	Name   string
	Detail string
	Fix    string // what to do; "" when all is well
	Warn   bool   // the stack runs all the same
}

// look examines one thing. It must end when its context ends.
type look func(context.Context, *stack.Settings) []Finding

// Examine looks at everything at once and prints each line as soon as it and those before
// it are known. It returns ErrUnwell if the stack cannot run, or does not run as it should.
func Examine(ctx context.Context, w io.Writer, s *stack.Settings) error {
	ctx, cancel := context.WithTimeout(ctx, Patience)
	defer cancel()
	var unwell error
	for _, found := range start(ctx, s, looks(s)) {
		for _, f := range <-found {
			f.print(w)
			if f.Fix != "" && !f.Warn {
				unwell = ErrUnwell
			}
		}
	}
	return unwell
}

// looks lists what there is to look at, in the order of the report.
func looks(s *stack.Settings) []look {
	var all []look
	for _, service := range s.Services() {
		all = append(all, func(ctx context.Context, _ *stack.Settings) []Finding { return port(ctx, service) })
	}
	for _, service := range s.Services() {
		all = append(all, func(ctx context.Context, _ *stack.Settings) []Finding { return name(ctx, service) })
	}
	return append(all, redis, issuer)
}

// start begins all looks at the same time; each channel gets the findings of one.
func start(ctx context.Context, s *stack.Settings, looks []look) []chan []Finding {
	found := make([]chan []Finding, len(looks))
	for i, l := range looks {
		found[i] = make(chan []Finding, 1)
		go func() { found[i] <- l(ctx, s) }()
	}
	return found
}

func (f Finding) print(w io.Writer) {
	mark := "ok  "
	switch {
	case f.Fix != "" && f.Warn:
		mark = "warn"
	case f.Fix != "":
		mark = "FAIL"
	}
	fmt.Fprintf(w, "%s  %-22s %s\n", mark, f.Name, f.Detail)
	if f.Fix != "" {
		fmt.Fprintf(w, "      %-22s → %s\n", "", f.Fix)
	}
}
