package glossary_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"quartet.example/shared/glossary"
	"quartet.example/shared/trace"
)

// Every name must have an explanation of its own, and an anchor of its own on each page.
func TestNamesAndAnchorsAreUnique(t *testing.T) {
	seen := map[string]bool{}
	for _, name := range glossary.Names() {
		if anchor := strings.ToLower(glossary.Anchor(name)); seen[anchor] || strings.ContainsAny(anchor, " \"<>") {
			t.Errorf("%s: the anchor %q is there twice, or malformed", name, anchor)
		} else {
			seen[anchor] = true
		}
		_, isTerm := glossary.Term(name)
		_, isCheck := glossary.CheckOf(name)
		if !isTerm && !isCheck {
			t.Errorf("%s: is listed, but not found", name)
		}
	}
	if len(seen) < 400 {
		t.Errorf("got %d names", len(seen))
	}
}

// Every entry of the dictionary must be in one group.
func TestGroupsHaveTheWholeDictionary(t *testing.T) {
	count := map[string]int{}
	for _, e := range glossary.Terms() {
		count[e.Name]++
	}
	for _, e := range slices.Concat(trace.Entries(), trace.Cookies()) {
		if count[e.Name] != 1 {
			t.Errorf("%s: is %d times in the glossary, want 1", e.Name, count[e.Name])
		}
	}
}

// Every check must be complete, and every specification must have a title and an address.
func TestChecksAndSpecificationsAreComplete(t *testing.T) {
	if n := len(glossary.Checks()); n < 200 {
		t.Errorf("got %d checks: run `make docs`", n)
	}
	for _, c := range glossary.Checks() {
		if c.Meaning == "" || c.Stops == "" || len(glossary.Refs(c.Spec)) == 0 {
			t.Errorf("%s: incomplete: %+v", c.ID, c)
		}
	}
	for _, e := range glossary.Terms() {
		if len(glossary.Refs(e.Spec)) == 0 && e.Spec != "no RFC" {
			t.Errorf("%s: %q names no section", e.Name, e.Spec)
		}
	}
	for _, s := range glossary.Specs() {
		if s.Title == "" || !strings.HasPrefix(s.URL, "https://") {
			t.Errorf("%s: has no title or no address in document.go", s.Doc)
		}
	}
}

func TestRefs(t *testing.T) {
	for spec, want := range map[string][]glossary.Ref{
		"RFC 7636 §4.6":                          {{Doc: "RFC 7636", Section: "§4.6"}},
		"RFC 9449 §6.1, §7.1":                    {{Doc: "RFC 9449", Section: "§6.1"}, {Doc: "RFC 9449", Section: "§7.1"}},
		"RFC 6749 §4.1.2, RFC 9700 §4.5":         {{Doc: "RFC 6749", Section: "§4.1.2"}, {Doc: "RFC 9700", Section: "§4.5"}},
		"RFC 6749 §3.2, Appendix B":              {{Doc: "RFC 6749", Section: "§3.2"}, {Doc: "RFC 6749", Section: "App. B"}},
		"OAuth 2.0 Multiple Response Types §2.1": {{Doc: "OAuth 2.0 Multiple Response Types", Section: "§2.1"}},
		"no RFC": nil,
	} {
		if diff := cmp.Diff(want, glossary.Refs(spec)); diff != "" {
			t.Errorf("%s: want -, got +:\n%s", spec, diff)
		}
	}
}

// Sections must be in the order of their numbers: §4.2 before §4.10.
func TestSpecificationsAreInOrder(t *testing.T) {
	var docs []string
	for _, s := range glossary.Specs() {
		docs = append(docs, s.Doc)
		if s.Doc == "RFC 6749" && s.Sections[0].Section != "§1.1" {
			t.Errorf("RFC 6749 begins with %s", s.Sections[0].Section)
		}
		if s.Doc == "RFC 6749" && s.Sections[len(s.Sections)-1].Section != "App. B" {
			t.Errorf("RFC 6749 ends with %s", s.Sections[len(s.Sections)-1].Section)
		}
	}
	if slices.Index(docs, "RFC 9728") > slices.Index(docs, "RFC 10017") {
		t.Errorf("got the order %q", docs)
	}
	if got := (glossary.Ref{Doc: "RFC 7636", Section: "§4.6"}).URL(); got != "https://www.rfc-editor.org/rfc/rfc7636#section-4.6" {
		t.Errorf("got %s", got)
	}
}
