package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/alecthomas/kong"

	"quartet.example/demo/labs"
	"quartet.example/demo/labs/text"
	"quartet.example/demo/mirror/report"
	"quartet.example/shared/glossary"
	"quartet.example/shared/porttest"
)

// lab runs `quartet lab` with the words of a command line. It keeps what the learner has done in a directory of
// the test.
func runLab(t *testing.T, stdin string, words ...string) (stdout, stderr string, err error) {
	t.Helper()
	var c struct {
		Lab labCommand `cmd:""`
	}
	parser, err := kong.New(&c)
	if err != nil {
		t.Fatal(err)
	}
	k, err := parser.Parse(append([]string{"lab"}, words...))
	if err != nil {
		t.Fatal(err)
	}
	var out, notes bytes.Buffer
	err = c.Lab.run(t.Context(), k.Command(), strings.NewReader(stdin), &out, &notes)
	return out.String(), notes.String(), err
}

// ownCache gives the test a cache directory of its own.
func ownCache(t *testing.T) {
	t.Helper()
	for _, name := range []string{"XDG_CACHE_HOME", "HOME", "LocalAppData"} { // Linux, macOS, Windows
		t.Setenv(name, t.TempDir())
	}
}

func TestLabRunSaysHowTheAttackEnded(t *testing.T) {
	ownCache(t)
	for target, want := range map[string]string{
		"naive":                  "The attacker saw the canary.",
		"naive+as.pkce.verifier": "refused by as.pkce.verifier: POST /token 400 invalid_grant (RFC 7636 §4.6).",
		"reference":              "Alice's own sign-in still works.",
	} {
		out, _, err := runLab(t, "", "run", "stolen-code", "--width=200", "--target="+target)
		if err != nil || !strings.Contains(out, want) || !strings.Contains(out, "Mallory sends the code") {
			t.Errorf("%s: %v in\n%s", target, err, out)
		}
	}
	out, _, err := runLab(t, "")
	if err != nil || !strings.Contains(out, "· done") {
		t.Errorf("the list does not say that lab 3 is done: %v in\n%s", err, out)
	}
}

// After a run a learner reads what the canary is, what the arrows mean, how to see the messages, and what to do next.
func TestLabRunSaysWhatToDoNext(t *testing.T) {
	ownCache(t)
	t.Setenv("QUARTET_AT", porttest.Address(t)) // no stack runs there
	for _, run := range []struct{ target, next string }{
		{"naive", "quartet lab run 03 --target=naive+as.pkce.verifier"},
		{"naive+as.pkce.verifier", "quartet lab run 03 --target=reference"},
		{"reference", "quartet lab show 03 --solution"},
	} {
		out, _, err := runLab(t, "", "run", "03", "--target="+run.target)
		if err != nil {
			t.Fatal(err)
		}
		for _, want := range []string{"FRONT ~~> through a browser", "The canary is a random text in Alice's notes", "\nNext:         " + run.next + "\n", "quartet up, in another terminal", "started with QUARTET_AT"} {
			if !strings.Contains(out, want) {
				t.Errorf("%s: %q is missing in\n%s", run.target, want, out)
			}
		}
	}
}

func TestLabRunWritesJSON(t *testing.T) {
	ownCache(t)
	out, _, err := runLab(t, "", "run", "03", "--target=all", "--json")
	var runs []text.Run
	if err := errFirst(err, json.Unmarshal([]byte(out), &runs)); err != nil {
		t.Fatal(err)
	}
	if len(runs) != 3 || !runs[0].Success || runs[1].Success || runs[2].DiesAt != "as.pkce.verifier" || !runs[2].AsSaid {
		t.Errorf("got %+v", runs)
	}
}

func errFirst(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// A run that cannot be made has the exit code 2, and says what is similar.
func TestLabRunThatCannotBeMade(t *testing.T) {
	for words, want := range map[string]string{
		"stolen-cod":                           "Similar: stolen-code",
		"99":                                   "`quartet lab` lists them",
		"03 --target=everything":               "is no target",
		"03 --target=naive+as.pkce.veri":       "there is no check",
		"03 --target=naive+inspector.host.own": "there is no single defence",
		"03 --attack=nothing":                  "there is no attack",
		"03 --step":                            "needs a terminal",
		"03 --step --json":                     "leave --step out",
	} {
		out, notes, err := runLab(t, "", append([]string{"run"}, strings.Fields(words)...)...)
		if report.ExitCode(err) != 2 || !strings.Contains(notes, want) || out != "" {
			t.Errorf("%s: %v, %q in\n%s", words, err, notes, out)
		}
	}
}

// Hints come one after another, and the last one stays.
func TestLabHintsComeInOrder(t *testing.T) {
	ownCache(t)
	for _, want := range []string{"Hint 1 of 3", "Hint 2 of 3", "Hint 3 of 3", "Hint 3 of 3"} {
		if out, _, err := runLab(t, "", "hint", "3"); err != nil || !strings.HasPrefix(out, want) {
			t.Errorf("want %s: %v in %s", want, err, out)
		}
	}
	if out, _, err := runLab(t, "", "hint", "3", "1"); err != nil || !strings.HasPrefix(out, "Hint 1 of 3") {
		t.Errorf("hint 1: %v in %s", err, out)
	}
	if _, _, err := runLab(t, "", "hint", "3", "4"); err == nil {
		t.Error("hint 4: no error")
	}
}

// The text of a lab does not tell the solution before it is asked for.
func TestLabShowKeepsTheSolution(t *testing.T) {
	out, _, err := runLab(t, "", "show", "03")
	if err != nil || !strings.Contains(out, "Predict") || strings.Contains(out, "Hint 1") || strings.Contains(out, "it never left the app") {
		t.Errorf("%v in\n%s", err, out)
	}
	if out, _, err = runLab(t, "", "show", "03", "--solution"); err != nil || !strings.Contains(out, "It never left the app") {
		t.Errorf("%v in\n%s", err, out)
	}
}

// What is missing is said with the command that does it, and reset forgets what was done.
func TestLabCheckSaysWhatIsMissing(t *testing.T) {
	ownCache(t)
	t.Setenv("QUARTET_AT", porttest.Address(t)) // no stack runs there
	runs := []string{"--target=naive", "--target=naive+as.pkce.verifier", "--target=reference"}
	for _, target := range runs {
		out, _, err := runLab(t, "", "check", "03", "--width=200")
		if !errors.Is(err, errMissing) || !strings.Contains(out, "yet:\n          quartet lab run 03 "+target+"\n") {
			t.Errorf("%s is not missing: %v in\n%s", target, err, out)
		}
		if _, _, err := runLab(t, "", "run", "03", target); err != nil {
			t.Fatal(err)
		}
	}
	if out, _, err := runLab(t, "", "check", "03"); err != nil || !strings.Contains(out, "Nothing is missing") {
		t.Errorf("%v in\n%s", err, out)
	}
	if _, _, err := runLab(t, "", "reset"); err != nil {
		t.Fatal(err)
	}
	if out, _, err := runLab(t, "", "check", "03"); !errors.Is(err, errMissing) || !strings.Contains(out, "0 of 3 done") {
		t.Errorf("after reset: %v in\n%s", err, out)
	}
}

// A lab with many attacks says a few things that are missing, and how to see the others.
func TestLabCheckIsShort(t *testing.T) {
	ownCache(t)
	out, _, err := runLab(t, "", "check", "08")
	if !errors.Is(err, errMissing) || strings.Count(out, "You have not") != 5 || !strings.Contains(out, "quartet lab check 08 --all") {
		t.Errorf("%v in\n%s", err, out)
	}
	out, _, err = runLab(t, "", "check", "08", "--all")
	if !errors.Is(err, errMissing) || strings.Count(out, "You have not") < 20 || strings.Contains(out, "--all") {
		t.Errorf("%v in\n%s", err, out)
	}
}

var (
	commandIn = regexp.MustCompile("(?m)^    (quartet .*)$|`(quartet [^`]+)`")
	checkIn   = regexp.MustCompile("`((?:as|rs|client|inspector)(?:\\.[a-z0-9_]+)+)`")
)

// Every command in the text of a lab is one that quartet has, and every check in it is one of the glossary.
func TestCommandsAndChecksInLabsExist(t *testing.T) {
	for _, l := range labs.All() {
		for _, found := range commandIn.FindAllStringSubmatch(l.README, -1) {
			if err := parses(strings.Fields(found[1] + found[2])[1:]); err != nil {
				t.Errorf("%s: %s: %v", l.Name(), found[0], err)
			}
		}
		for _, found := range checkIn.FindAllStringSubmatch(l.README, -1) {
			if _, known := glossary.CheckOf(found[1]); !known {
				t.Errorf("%s: there is no check %s", l.Name(), found[1])
			}
		}
	}
}

// parses returns an error unless quartet has the command, and what it names exists.
func parses(words []string) error {
	var c commands
	parser, err := kong.New(&c, kong.Vars{"version": ""})
	if err != nil {
		return err
	}
	words = slices.DeleteFunc(words, func(word string) bool { return strings.HasPrefix(word, "#") })
	k, err := parser.Parse(words)
	if err != nil {
		return err
	}
	switch command := k.Command(); {
	case strings.HasPrefix(command, "explain"):
		return explain(io.Discard, c.Explain.Name)
	case strings.HasPrefix(command, "lab run"):
		l, err := labs.Find(c.Lab.Run.Lab)
		if err != nil {
			return err
		}
		_, err = c.Lab.Run.attempts(l)
		return err
	case strings.HasPrefix(command, "lab show"):
		_, err = labs.Find(c.Lab.Show.Lab)
	case strings.HasPrefix(command, "lab check"):
		_, err = labs.Find(c.Lab.Check.Lab)
	case strings.HasPrefix(command, "lab hint"):
		_, err = labs.Find(c.Lab.Hint.Lab)
	}
	return err
}
