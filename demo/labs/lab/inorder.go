package lab

import "context"

// atOnce is how many runs are made at the same time. A run mostly waits for its own programs, and those of a
// run on the reference need much memory.
const atOnce = 2

// InOrder calls run with 0 to n-1, two at a time, and use with each result in this order, as soon as it is
// known. It stops at the first error of use, and returns that of ctx if ctx ends. It returns after every run that
// began has ended.
func InOrder[T any](ctx context.Context, n int, run func(ctx context.Context, i int) T, use func(i int, result T) error) error {
	ctx, stop := context.WithCancel(ctx)
	results := make([]chan T, n)
	begin := func(i int) {
		if i < n {
			results[i] = make(chan T, 1)
			go func() { results[i] <- run(ctx, i) }()
		}
	}
	for i := range atOnce {
		begin(i)
	}
	var err error
	for i := 0; i < n && results[i] != nil; i++ {
		result := <-results[i]
		if err == nil {
			err = ctx.Err()
		}
		if err == nil {
			err = use(i, result)
		}
		if err != nil {
			stop()
			continue // waits for the runs that began
		}
		begin(i + atOnce)
	}
	stop()
	return err
}
