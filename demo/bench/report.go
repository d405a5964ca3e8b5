package main

import (
	"fmt"
	"io"
	"slices"
	"text/tabwriter"
)

// result holds what the rounds of one operation measured, in µs of CPU time per
// operation.
type result struct {
	operation
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
	fmt.Fprintln(t, "operation\tfloor µs\tservices µs\tratio\tspread\ttarget\t")
	for _, r := range results {
		fmt.Fprintf(t, "%s\t%s\t\n", r.name, r.cells("\t"))
	}
	return t.Flush()
}

func (r *result) cells(between string) string {
	ratios := r.ratios()
	return fmt.Sprintf("%.1f%s%.1f%s%.2f%s%.2f–%.2f%s%.2f", median(r.floor), between, median(r.ours), between,
		median(ratios), between, slices.Min(ratios), slices.Max(ratios), between, r.target)
}
