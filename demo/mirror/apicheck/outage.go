package apicheck

import (
	"context"
	"fmt"
	"io"
	"net/http"
)

// huge serves a very long key set, and counts how much of it the API reads.
func huge(ctx context.Context, r *run) ([]string, error) {
	long, err := r.longSet()
	if err != nil {
		return nil, err
	}
	r.issuer.serve(long.ServeHTTP)
	if err := r.fetched(ctx); err != nil {
		r.restore(ctx)
		return nil, err
	}
	long.wait(ctx)
	seen := r.afterwards(ctx)
	if n := long.written.Load(); n > enoughOfHuge {
		seen = append(seen, fmt.Sprintf("the API has read %d MB of the key set", n>>20))
	}
	r.restore(ctx)
	return seen, nil
}

// outage answers 200 with a page, as a proxy in front of a broken issuer does.
func outage(ctx context.Context, r *run) ([]string, error) {
	r.issuer.serve(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		_, _ = io.WriteString(w, "<html>We will be back soon</html>")
	})
	defer r.restore(ctx)
	if err := r.fetched(ctx); err != nil {
		return nil, err
	}
	return r.afterwards(ctx), nil
}
