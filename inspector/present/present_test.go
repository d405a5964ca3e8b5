package present_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"quartet.example/inspector/present"
)

const good = `title: T
about: A
steps:
  - title: one
    say: two
    hop: {path: /token}
`

// Each mistake in a script is an error that names its line.
func TestAMistakeInAScriptHasALine(t *testing.T) {
	if _, err := present.Parse("good", []byte(good)); err != nil {
		t.Fatalf("the script without a mistake: %v", err)
	}
	for name, tt := range map[string]struct{ from, to, want string }{
		"a typo in a name":           {"say:", "sai:", "line 5: field sai not found"},
		"a typo within a message":    {"path:", "pth:", "line 6: field pth not found"},
		"a number that is text":      {"{path: /token}", "{status: ok}", "line 6: cannot unmarshal"},
		"no title":                   {"title: one", "at: \"0:00\"", "line 4: title and say are required"},
		"no title of the script":     {"title: T", "title: \"\"", "line 1: title and about are required"},
		"a message without a field":  {"{path: /token}", "{}", "line 4: a message needs at least one of its fields"},
		"a thread without a message": {"hop: {path: /token}", "thread: code", "line 4: beside, thread and token need hop"},
		"an address elsewhere":       {"hop: {path: /token}", "do: {open: //evil.example}", "line 4: open is a path at the client"},
		"another clock":              {"hop: {path: /token}", "do: {clock: 7m}", "line 4: clock is 1m, 5m or 10m"},
		"a lab without a target":     {"hop: {path: /token}", "do: {lab: \"03\"}", "line 4: lab and target belong together"},
		"two actions":                {"hop: {path: /token}", "do: {export: true, clock: 1m}", "line 4: do has more than one"},
		"too long a wait":            {"hop: {path: /token}", "seconds: 601", "line 4: seconds is 0 to 600"},
		"no steps":                   {good[strings.Index(good, "  - title"):], "", "line 1: a script has 1 to 60 steps"},
		"an empty file":              {good, "", "line 1: the file is empty"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := present.Parse("bad", []byte(strings.Replace(good, tt.from, tt.to, 1)))
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
		})
	}
}

// Teachers add their scripts, and replace ours.
func TestScriptsOfADirectory(t *testing.T) {
	builtIn, err := present.Load("")
	if err != nil || len(builtIn) == 0 {
		t.Fatalf("got %d scripts, %v", len(builtIn), err)
	}
	dir := t.TempDir()
	write := func(name, body string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(body), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("mine.yaml", good)
	write(builtIn[0].Name+".yaml", good)
	all, err := present.Load(dir)
	if err != nil || len(all) != len(builtIn)+1 || all[0].Title != "T" || all[len(all)-1].Name != "mine" {
		t.Errorf("got %d scripts, %v", len(all), err)
	}
	write("bad.yaml", strings.Replace(good, "say:", "sai:", 1))
	if _, err := present.Load(dir); err == nil || !strings.Contains(err.Error(), "bad.yaml") || !strings.Contains(err.Error(), "line 5") {
		t.Errorf("got %v, want the file and the line", err)
	}
	if _, err := present.Load(filepath.Join(dir, "none")); err == nil {
		t.Error("a directory that does not exist is no error")
	}
}

// The recording of a built-in script has the message of each step.
func TestABuiltInScriptCanBePlayedFromItsRecording(t *testing.T) {
	scripts, err := present.Load("")
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range scripts {
		for _, step := range s.Steps {
			for _, m := range []*present.Message{step.Hop, step.Beside} {
				if m == nil {
					continue
				}
				if _, _, ok := m.Find(s.Recorded, ""); !ok {
					t.Errorf("%s, line %d: %q: its recording has no such message", s.Name, step.Line, step.Title)
				}
			}
		}
	}
}
