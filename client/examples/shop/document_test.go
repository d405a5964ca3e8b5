package main

import (
	"os"
	"strings"
	"testing"
)

// The page that people copy from shows the program that is built.
func TestDocumentShowsTheProgram(t *testing.T) {
	program, err := os.ReadFile("main.go")
	if err != nil {
		t.Fatal(err)
	}
	document, err := os.ReadFile("../../../docs/backend-for-frontend.md")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(document), "```go\n"+string(program)+"```\n") {
		t.Error("docs/backend-for-frontend.md and examples/shop/main.go differ")
	}
}
