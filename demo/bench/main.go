package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"time"
)

// The values of the flag -serve.
const (
	roleFloor = "floor"
	roleOurs  = "ours"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	rounds := flag.Int("rounds", 5, "rounds of each operation")
	each := flag.Duration("each", 2*time.Second, "length of one measurement")
	only := flag.String("only", "", "the operations whose names hold this; all if empty")
	profile := flag.String("profile", "", "file for a CPU profile of our process, for go tool pprof")
	serve := flag.String("serve", "", "floor or ours: be the process that is measured")
	flag.Parse()
	var err error
	if *serve != "" {
		err = serveAs(ctx, *serve, *profile)
	} else {
		err = measure(ctx, plan{only: *only, profile: *profile, rounds: *rounds, each: *each})
	}
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// plan holds the options of a run.
type plan struct {
	only    string
	profile string
	rounds  int
	each    time.Duration
}

// operation is one line of the report.
type operation struct {
	name    string
	target  float64
	workers func(s subject) ([]worker, error)
}

// operations returns the operations in the order of docs/performance.md.
func (l *loads) operations() []operation {
	return []operation{
		{"client_credentials", 1.3, l.clientCredentials},
		{"refresh", 1.35, l.refresh},
		{"jwks", 1.25, l.jwks},
		{"resource, first seen", 1.2, l.firstSeen},
		{"resource, seen before", 1.4, l.seenBefore},
		{"introspection", 1.25, l.introspection},
		{"proxied request", 2, l.proxied},
	}
}

// measure measures floor and services alternately, and prints the comparison.
func measure(ctx context.Context, p plan) error {
	b, err := newBed(ctx, p.profile)
	if err != nil {
		return err
	}
	defer b.close()
	var results []*result
	for _, op := range b.loads.operations() {
		if !strings.Contains(op.name, p.only) {
			continue
		}
		r := &result{operation: op.name, target: op.target}
		if err := b.warm(ctx, op); err != nil {
			return fmt.Errorf("%s: %w", op.name, err)
		}
		for range p.rounds {
			floor, err := b.cost(ctx, op, b.floor, p.each)
			if err != nil {
				return fmt.Errorf("%s, floor: %w", op.name, err)
			}
			ours, err := b.cost(ctx, op, b.ours, p.each)
			if err != nil {
				return fmt.Errorf("%s, ours: %w", op.name, err)
			}
			r.floor, r.ours = append(r.floor, floor), append(r.ours, ours)
		}
		results = append(results, r)
		if err := report(os.Stdout, []*result{r}); err != nil {
			return err
		}
	}
	fmt.Println()
	return report(os.Stdout, results)
}

// cost returns the CPU time for one response in µs, of the server and of Redis.
func (b *bed) cost(ctx context.Context, op operation, s subject, each time.Duration) (float64, error) {
	workers, err := op.workers(s)
	if err != nil {
		return 0, err
	}
	before, err := cpuTime(s.pid, b.redisPID)
	if err != nil {
		return 0, err
	}
	answers, err := drive(ctx, each, workers)
	if err != nil {
		return 0, err
	}
	after, err := cpuTime(s.pid, b.redisPID)
	if err != nil {
		return 0, err
	}
	if answers == 0 {
		return 0, fmt.Errorf("no answers in %s", each)
	}
	return float64((after - before).Microseconds()) / float64(answers), nil
}

func (b *bed) warm(ctx context.Context, op operation) error {
	for _, s := range []subject{b.floor, b.ours} {
		if _, err := b.cost(ctx, op, s, 300*time.Millisecond); err != nil {
			return err
		}
	}
	return nil
}
