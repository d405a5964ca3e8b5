package clientcheck_test

import (
	"os"
	"strings"
	"testing"

	"quartet.example/demo/mirror/clientcheck"
)

// The page lists each defence, with its title and specification.
func TestPageListsTheDefences(t *testing.T) {
	page, err := os.ReadFile("../../../docs/check-client.md")
	if err != nil {
		t.Fatal(err)
	}
	var table strings.Builder
	table.WriteString("| id | the client | specification |\n|---|---|---|\n")
	for _, d := range clientcheck.Defences() {
		title := d.Title
		if d.Advice {
			title += " (advice)"
		}
		table.WriteString("| `" + d.ID + "` | " + title + " | " + d.Spec + " |\n")
	}
	if !strings.Contains(string(page), table.String()) {
		t.Errorf("docs/check-client.md does not contain this table:\n%s", table.String())
	}
}
