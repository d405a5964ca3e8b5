package main

import (
	"fmt"
	"io"
	"slices"
	"text/tabwriter"
)

// result holds the measurements of one operation, in µs of CPU time for one response.
type result struct {
	operation   string
	target      float64 // maximum ratio of ours to the floor (docs/performance.md)
	floor, ours []float64
}

func (r *result) ratios() []float64 {
	ratios := make([]float64, len(r.ours))
	for i := range r.ours {
		ratios[i] = r.ours[i] / r.floor[i]
	}
	return ratios
}

func median(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	return sorted[len(sorted)/2]
}

// report prints one line for each operation: medians, their ratio, and the smallest and largest
// ratio of the rounds.
func report(w io.Writer, results []*result) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "operation\tfloor µs\tours µs\tratio\tspread\ttarget\t")
	for _, r := range results {
		ratios := r.ratios()
		fmt.Fprintf(t, "%s\t%.1f\t%.1f\t%.2f\t%.2f–%.2f\t%.2f\t\n", r.operation,
			median(r.floor), median(r.ours), median(ratios), slices.Min(ratios), slices.Max(ratios), r.target)
	}
	return t.Flush()
}
