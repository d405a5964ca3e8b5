package reporttest

import (
	"os"
	"strings"
	"testing"

	"quartet.example/demo/mirror/report"
)

// ListsDefences checks that the page in the file has a table of these defences with their titles and
// specifications. subject is what is tested, such as "the API".
func ListsDefences(t *testing.T, file, subject string, all []report.Defence) {
	t.Helper()
	page, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var table strings.Builder
	table.WriteString("| id | " + subject + " | specification |\n|---|---|---|\n")
	for _, d := range all {
		title := d.Title
		if d.Advice {
			title += " (advice)"
		}
		table.WriteString("| `" + d.ID + "` | " + title + " | " + d.Spec + " |\n")
	}
	if !strings.Contains(string(page), table.String()) {
		t.Errorf("%s does not contain this table:\n%s", file, table.String())
	}
}
