package inspector_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/fstest"

	"quartet.example/inspector/workshop"
	"quartet.example/shared/redistest"
)

// bench is a workshop with one lab, whose attack succeeds on the careless programs only.
type bench struct{ attacks []string }

func (*bench) Labs() ([]workshop.Lab, error) {
	return []workshop.Lab{{
		ID: "03", Slug: "stolen-code", Title: "Stolen code", Minutes: 12, Specs: []string{"RFC 7636 §1"}, Done: "1 of 2 done",
		Attacks:     []workshop.Attack{{Title: "redeems a code", Targets: []string{"naive", "reference"}}},
		Checkpoints: []workshop.Checkpoint{{Text: "attacked the careless programs", Done: true}, {Text: "attacked the reference"}},
	}}, nil
}

func (b *bench) Attack(_ context.Context, lab, _, target string) (workshop.Outcome, error) {
	b.attacks = append(b.attacks, lab+" "+target)
	return workshop.Outcome{Target: target, Succeeded: target == "naive", Text: "ended on " + target, Steps: []string{"Mallory <b>acts</b>."}, Run: "run-" + target}, nil
}

// openBench starts an inspector with the lab.
func openBench(t *testing.T) (address string, b *bench) {
	t.Helper()
	b = &bench{}
	text := fstest.MapFS{"03-stolen-code/README.md": {Data: []byte("# Lab 3: Stolen code\n\nIntro.\n\n## Goal\n\nA goal.\n\n## Hints\n\n### Hint 1\n\nLook.\n\n## Solution\n\nThe verifier.\n\n## Read on\n\nRFC 7636\n")}}
	return startWorkshop(t, redistest.New(t), text, b), b
}

// submit sends a form as a page of a site does, and returns the status.
func submit(t *testing.T, address, site string, form url.Values) int {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, address, strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", site)
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	resp, err := client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	return resp.StatusCode
}

// The page of a lab makes its attacks, and says how they ended, with links to the messages.
func TestAttacksAreMadeOnThePageOfALab(t *testing.T) {
	address, b := openBench(t)
	if got := parsed(t, address+"/labs").Find(".lab").Text(); !strings.Contains(got, "Stolen code") || !strings.Contains(got, "1 of 2 done") {
		t.Errorf("the list: %q", got)
	}
	for _, target := range []string{"naive", "reference", "reference"} {
		if status := submit(t, address+"/labs/03", "same-origin", url.Values{"attack": {""}, "target": {target}}); status != http.StatusSeeOther {
			t.Errorf("%s: got %d", target, status)
		}
	}
	if len(b.attacks) != 3 || b.attacks[0] != "03 naive" {
		t.Errorf("attacks: %q", b.attacks)
	}
	for _, name := range []string{"03", "3", "stolen-code"} {
		page := parsed(t, address+"/labs/"+name)
		if n := page.Find("article.ended").Length(); n != 2 {
			t.Errorf("%s: %d outcomes, want the latest of each target", name, n)
		}
		if page.Find(`a[href="/runs/run-naive/run-reference"]`).Length() != 1 || page.Find("article b").Length() != 0 {
			t.Errorf("%s: no comparison, or markup in a step", name)
		}
		if got := page.Find(".todo").Text(); !strings.Contains(got, "You have not attacked the reference yet.") {
			t.Errorf("%s: what is missing: %q", name, got)
		}
		if hidden := page.Find(".prose details"); hidden.Length() != 2 || !strings.Contains(hidden.Text(), "The verifier.") || strings.Contains(hidden.Text(), "RFC 7636") {
			t.Errorf("%s: hints and solution are not folded: %q", name, hidden.Text())
		}
	}
}

// Only the page itself can make attacks, and only those of the lab.
func TestAttacksThatThePageHasNoButtonForAreRefused(t *testing.T) {
	address, b := openBench(t)
	for name, tt := range map[string]struct {
		path, site string
		form       url.Values
		want       int
	}{
		"a page of another site": {"/labs/03", "cross-site", url.Values{"target": {"naive"}}, http.StatusBadRequest},
		"another target":         {"/labs/03", "same-origin", url.Values{"target": {"naive+as.pkce.verifier"}}, http.StatusBadRequest},
		"another attack":         {"/labs/03", "same-origin", url.Values{"attack": {"x"}, "target": {"naive"}}, http.StatusBadRequest},
		"a target twice":         {"/labs/03", "same-origin", url.Values{"target": {"naive", "naive"}}, http.StatusBadRequest},
		"another lab":            {"/labs/04", "same-origin", url.Values{"target": {"naive"}}, http.StatusNotFound},
	} {
		if status := submit(t, address+tt.path, tt.site, tt.form); status != tt.want {
			t.Errorf("%s: got %d, want %d", name, status, tt.want)
		}
	}
	if len(b.attacks) != 0 {
		t.Errorf("attacks: %q", b.attacks)
	}
}

// An inspector without labs, as in a container, says where they are.
func TestInspectorWithoutLabs(t *testing.T) {
	address := start(t, redistest.New(t))
	if got := parsed(t, address+"/labs").Find("main").Text(); !strings.Contains(got, "quartet lab") {
		t.Errorf("got %q", got)
	}
	for _, path := range []string{"/labs/03", "/runs/unknown"} {
		if status, _ := get(t, address+path); status != http.StatusNotFound {
			t.Errorf("%s: got %d", path, status)
		}
	}
}

// A run of a lab has an address by which its flow is found, and so has the comparison of two.
func TestRunsLeadToTheirFlows(t *testing.T) {
	address := start(t, redistest.New(t))
	attack(t, address)
	hop := document(t, address, 2).Find(".hop a[href]").First().AttrOr("href", "")
	_, body := get(t, address+"/hops.json")
	_, rest, _ := strings.Cut(body, `"run":"`)
	run, _, _ := strings.Cut(rest, `"`)
	if status, page := get(t, address+"/runs/"+run); status != http.StatusOK || !strings.Contains(page, strings.Split(hop, "?")[0]) {
		t.Errorf("the flow of the run: got %d", status)
	}
	if got := parsed(t, address+"/runs/"+run+"/"+run).Find("h2").Text(); got != "The messages are the same" {
		t.Errorf("a run beside itself: %q", got)
	}
}

// manyAttacks is a workshop with one lab that has several attacks.
type manyAttacks struct{ *bench }

func (manyAttacks) Labs() ([]workshop.Lab, error) {
	all := []workshop.Lab{{ID: "03", Slug: "stolen-code", Title: "Stolen code", Done: "0 of 7 done", Checkpoints: make([]workshop.Checkpoint, 7)}}
	for _, slug := range []string{"first", "second", "third"} {
		all[0].Attacks = append(all[0].Attacks, workshop.Attack{Slug: slug, Title: "tries the " + slug, Targets: []string{"naive", "reference"}})
	}
	return all, nil
}

// Of several attacks, the page shows the targets of one, without a script: a learner chooses the attack, and then what
// it attacks.
func TestALabWithManyAttacksShowsTheTargetsOfOne(t *testing.T) {
	text := fstest.MapFS{"03-stolen-code/README.md": {Data: []byte("# Lab 3: Stolen code\n")}}
	page := parsed(t, startWorkshop(t, redistest.New(t), text, manyAttacks{&bench{}})+"/labs/03")
	choices := page.Find(`details[name="attack"]`)
	if got := choices.Length(); got != 3 || choices.Filter("[open]").Length() != 1 || choices.Filter("[open]").Find(`[value="first"]`).Length() != 1 {
		t.Errorf("got %d attacks to choose from, %d of them open", got, choices.Filter("[open]").Length())
	}
	if page.Find(".todo").Closest("details").Is("[open]") {
		t.Error("all that is missing is shown")
	}
}
