package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"time"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	var p plan
	flag.IntVar(&p.rounds, "rounds", 5, "rounds of each operation")
	flag.DurationVar(&p.each, "each", 2*time.Second, "length of one measurement")
	flag.IntVar(&connections, "connections", connections, "requests at the same time")
	flag.IntVar(&p.families, "families", 0, "refresh token families that our services store before a refresh is measured")
	flag.StringVar(&p.only, "only", "", "measure only the operations whose names contain this; empty: all")
	flag.StringVar(&p.profile, "profile", "", "directory for a CPU profile of each of our processes, for go tool pprof")
	flag.StringVar(&p.page, "page", "", "file for the report as a page, docs/performance.md")
	flag.Parse()
	err := runChild(ctx)
	if errors.Is(err, errNoChild) {
		err = measure(ctx, p)
	}
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}
