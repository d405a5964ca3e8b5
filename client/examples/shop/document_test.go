package main

import (
	"os"
	"strings"
	"testing"
)

// The page that people copy from shows the program that is built.
func TestDocumentShowsTheProgram(t *testing.T) {
	document, err := os.ReadFile("../../../docs/backend-for-frontend.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range []string{"main.go", "page.go"} {
		program, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(document), "```go\n"+string(program)+"```\n") {
			t.Errorf("docs/backend-for-frontend.md and examples/shop/%s differ", file)
		}
	}
}
