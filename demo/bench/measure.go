package main

import (
	"context"
	"fmt"
	"os"
	"strings"
	"time"
)

// plan is what a run measures, and how.
type plan struct {
	only    string
	profile string
	page    string
	rounds  int
	each    time.Duration

	families int
}

// measure runs floor and services side by side, one measurement after the other,
// and prints how they compare.
func measure(ctx context.Context, p plan) error {
	b, err := newBed(ctx, p.profile)
	if err != nil {
		return err
	}
	defer b.close()
	b.loads.families = p.families
	var results []*result
	for _, op := range b.loads.operations() {
		if !strings.Contains(op.name, p.only) {
			continue
		}
		r, err := b.compare(ctx, op, p)
		if err != nil {
			return fmt.Errorf("%s: %w", op.name, err)
		}
		results = append(results, r)
		if err := report(os.Stdout, []*result{r}); err != nil {
			return err
		}
	}
	fmt.Println()
	if err := report(os.Stdout, results); err != nil || p.page == "" {
		return err
	}
	return writePage(p, results)
}

// compare measures one operation: a short round to warm up, then the rounds that count.
func (b *bed) compare(ctx context.Context, op operation, p plan) (*result, error) {
	r := &result{operation: op}
	for round := -1; round < p.rounds; round++ {
		each := p.each
		if round < 0 {
			each = 300 * time.Millisecond
		}
		floor, err := b.cost(ctx, op, b.floor, each)
		if err != nil {
			return nil, fmt.Errorf("floor: %w", err)
		}
		ours, err := b.cost(ctx, op, b.ours, each)
		if err != nil {
			return nil, fmt.Errorf("services: %w", err)
		}
		if round >= 0 {
			r.floor, r.ours = append(r.floor, floor), append(r.ours, ours)
		}
	}
	return r, nil
}

// cost is the CPU time of one operation in µs, of the servers and of Redis.
func (b *bed) cost(ctx context.Context, op operation, s *subject, each time.Duration) (float64, error) {
	workers, err := op.workers(s)
	if err != nil {
		return 0, err
	}
	pids := append([]int{b.redisPID}, s.pids...)
	before, err := cpuTime(pids...)
	if err != nil {
		return 0, err
	}
	done, err := drive(ctx, each, workers)
	if err != nil {
		return 0, err
	}
	after, err := cpuTime(pids...)
	if err != nil {
		return 0, err
	}
	if done == 0 {
		return 0, fmt.Errorf("not one in %s", each)
	}
	return float64((after - before).Microseconds()) / float64(done), nil
}
