package apicheck_test

import (
	"os"
	"strings"
	"testing"

	"quartet.example/demo/mirror/apicheck"
)

// The page lists each defence, with its title and specification.
func TestPageListsTheDefences(t *testing.T) {
	page, err := os.ReadFile("../../../docs/check-api.md")
	if err != nil {
		t.Fatal(err)
	}
	var table strings.Builder
	table.WriteString("| id | the API | specification |\n|---|---|---|\n")
	for _, d := range apicheck.Defences() {
		title := d.Title
		if d.Advice {
			title += " (advice)"
		}
		table.WriteString("| `" + d.ID + "` | " + title + " | " + d.Spec + " |\n")
	}
	if !strings.Contains(string(page), table.String()) {
		t.Errorf("docs/check-api.md does not contain this table:\n%s", table.String())
	}
}
