package main

import (
	"os"
	"strings"
	"testing"
)

// docs/protect-an-api.md contains this program without any difference.
func TestPageShowsTheProgram(t *testing.T) {
	program, err := os.ReadFile("main.go")
	if err != nil {
		t.Fatal(err)
	}
	page, err := os.ReadFile("../../../../docs/protect-an-api.md")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(page), "```go\n"+string(program)+"```\n") {
		t.Error("docs/protect-an-api.md shows another program than main.go")
	}
	if lines := strings.Count(string(program), "\n"); lines > 30 {
		t.Errorf("got %d lines, want 30 at most", lines)
	}
}
