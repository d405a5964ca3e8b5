package api_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
)

// docs/testing/control-api.md lists every operation of the OpenAPI document.
func TestThePageListsEveryOperation(t *testing.T) {
	page, err := os.ReadFile("../../../../docs/testing/control-api.md")
	if err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile("openapi.json")
	if err != nil {
		t.Fatal(err)
	}
	var document struct {
		Paths map[string]map[string]json.RawMessage
	}
	if err := json.Unmarshal(raw, &document); err != nil {
		t.Fatal(err)
	}
	for path, operations := range document.Paths {
		for method := range operations {
			if row := "| `" + strings.ToUpper(method) + " " + path + "` |"; method != "parameters" && !strings.Contains(string(page), row) {
				t.Errorf("the page has no row %s", row)
			}
		}
	}
}
