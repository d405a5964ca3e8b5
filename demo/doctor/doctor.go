// Package doctor checks the machine before or while the stack runs. For each finding it prints one
// line, and another line with what to do about a problem.
package doctor

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"quartet.example/demo/stack"
)

// Patience is the maximum duration of Examine, even if nothing on the network answers.
const Patience = 1500 * time.Millisecond

// ErrUnwell means that at least one finding has to be fixed.
var ErrUnwell = errors.New("something is not well")

// Finding is one line of the report.
type Finding struct {
	Name   string
	Detail string
	Fix    string // what to do; "" if there is no problem
	Warn   bool   // the stack can run in spite of it
}

// look examines one thing. It must end when its context ends.
type look func(context.Context, *stack.Settings) []Finding

// Examine checks everything concurrently. It prints the findings in a fixed order, each as soon as
// possible. It returns ErrUnwell if the stack cannot run, or does not run correctly.
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

// looks returns all checks in the order of the report.
func looks(s *stack.Settings) []look {
	var all []look
	for _, service := range s.Services() {
		all = append(all, func(ctx context.Context, s *stack.Settings) []Finding { return port(ctx, s, service) })
	}
	for _, service := range s.Services() {
		all = append(all, func(ctx context.Context, _ *stack.Settings) []Finding { return name(ctx, service) })
	}
	return append(all, redis, issuer, tls)
}

// start starts all checks concurrently. Each channel receives the findings of one check.
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
