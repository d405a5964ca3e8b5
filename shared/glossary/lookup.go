package glossary

import (
	"cmp"
	"slices"
	"strings"

	"quartet.example/shared/trace"
)

// Term returns the term with this name. Case does not matter, and neither does "-" or "_" for a
// space.
func Term(name string) (trace.Entry, bool) {
	for _, e := range Terms() {
		if folded(e.Name) == folded(name) {
			return e, true
		}
	}
	return trace.Entry{}, false
}

// CheckOf returns the check with this id.
func CheckOf(id string) (Check, bool) {
	all := Checks()
	if i := slices.IndexFunc(all, func(c Check) bool { return c.ID == strings.ToLower(id) }); i >= 0 {
		return all[i], true
	}
	return Check{}, false
}

func folded(name string) string {
	return strings.NewReplacer("-", " ", "_", " ").Replace(strings.ToLower(name))
}

// Near returns at most five names of terms and ids of checks that are similar to name, the most
// similar first.
func Near(name string) []string { return Similar(name, Names()) }

// Similar returns at most five of the names that are similar to name, the most similar first.
func Similar(name string, names []string) []string {
	const most = 5
	type candidate struct {
		name     string
		distance int
	}
	var near []candidate
	for _, other := range names {
		d := distance(folded(name), folded(other))
		if len(name) >= 3 && strings.Contains(folded(other), folded(name)) {
			d = min(d, 1)
		}
		if d <= max(1, min(len(name), len(other))/3) {
			near = append(near, candidate{other, d})
		}
	}
	slices.SortStableFunc(near, func(a, b candidate) int { return cmp.Compare(a.distance, b.distance) })
	var found []string
	for _, c := range near[:min(most, len(near))] {
		found = append(found, c.name)
	}
	return found
}

// Names returns the names of all terms, and then the ids of all checks.
func Names() []string {
	var names []string
	for _, e := range Terms() {
		names = append(names, e.Name)
	}
	for _, c := range Checks() {
		names = append(names, c.ID)
	}
	return names
}

// longest is the longest name that distance looks at, in octets. No term is longer.
const longest = 80

// distance returns the number of octets to insert, delete or replace to make b of a (Levenshtein).
func distance(a, b string) int {
	a, b = a[:min(len(a), longest)], b[:min(len(b), longest)]
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		before := row[0]
		row[0] = i + 1
		for j := range len(b) {
			replaced := before
			if a[i] != b[j] {
				replaced++
			}
			before = row[j+1]
			row[j+1] = min(replaced, before+1, row[j]+1)
		}
	}
	return row[len(b)]
}
