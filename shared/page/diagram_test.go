package page_test

import (
	"strings"
	"testing"

	"quartet.example/shared/page"
)

func TestDiagramIsAListOfSentences(t *testing.T) {
	got := render(t, main(`{{diagram .}}`), page.Chrome{}, example)
	for _, want := range []string{
		`<ol class="messages" id="messages" aria-label="Messages of this sign-in">`,
		`<li class="hop front right from-1 lo-1 hi-2 of-browser is-passed" id="m-1">`,
		`<a class="cover" href="/1"><span class="vh">Message 1, Browser to Client, through the browser, GET /login, 303</span></a>`,
		`<li class="hop back left from-5 lo-3 hi-5 of-attacker is-refused">`,
		`303 through your browser`, `can be seen by the user, browser extensions`, `2 ×`, `aria-current="step"`,
	} {
		if !strings.Contains(got, want) {
			t.Errorf("want %s", want)
		}
	}
	if n := strings.Count(got, `<span class="row" aria-hidden="true">`); n != 10 {
		t.Errorf("got %d drawings that screen readers do not read, want one for each of 8 rows and 2 messages of a row", n)
	}
}

// The stylesheet has columns for eight lanes. Messages of lanes beyond them are drawn at the last.
func TestDiagramHasAtMostEightLanes(t *testing.T) {
	d := page.Diagram{Rows: []page.Message{{From: 0, To: 8}, {From: -1, To: 3}}}
	for range 9 {
		d.Lanes = append(d.Lanes, page.Lane{Role: "service"})
	}
	got := render(t, main(`{{diagram .}}`), page.Chrome{}, d)
	for _, want := range []string{`class="lanes n8"`, "from-1 lo-1 hi-8", "from-1 lo-1 hi-4"} {
		if !strings.Contains(got, want) {
			t.Errorf("want %s", want)
		}
	}
	if n := strings.Count(got, `class="head `); n != 8 {
		t.Errorf("got %d heads, want 8", n)
	}
	render(t, main(`{{diagram .}}`), page.Chrome{}, page.Diagram{Rows: []page.Message{{}}}) // no lanes
}

func TestHostileValuesInADiagramAreText(t *testing.T) {
	m := page.Message{
		ID: hostile, Say: hostile, Href: "javascript:alert(1)", Channel: hostile, Text: hostile, Method: hostile, Path: hostile, State: hostile,
		Verdict: hostile, Error: hostile, Took: hostile, Chips: []page.Value{{Name: hostile, Chip: hostile}},
		Redirect: &page.Redirect{Target: hostile, Values: []page.Value{{Name: hostile}}, Visible: []string{hostile}, Next: 1, NextHref: "javascript:alert(1)"},
	}
	several := m
	several.Alike = []page.Message{m}
	d := page.Diagram{ID: hostile, Label: hostile, Lanes: []page.Lane{{Role: hostile, Name: hostile, Note: hostile}}, Rows: []page.Message{m, several}}
	wantHarmless(t, render(t, main(`{{diagram .}}`), page.Chrome{}, d))
}
