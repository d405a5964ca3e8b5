package flowfile_test

import (
	"os"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"quartet.example/inspector/flowview"
)

// The text of a flow is the golden one: 80 columns, and ASCII with parameters and checks.
func TestTerminalIsTheGoldenOne(t *testing.T) {
	for name, terminal := range map[string]flowview.Terminal{"text": {}, "ascii": {ASCII: true, Verbose: true}} {
		for _, recording := range []string{"sign-in", "refused", "lab"} {
			got := terminal.Flow(recorded(t, recording))
			file := "testdata/" + recording + "." + name + ".txt"
			if *update {
				if err := os.WriteFile(file, []byte(got), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Errorf("%s: want -, got +:\n%s", file, diff)
			}
		}
	}
	got := flowview.Terminal{}.Comparison(flowview.Compare(recorded(t, "sign-in"), recorded(t, "sign-in")))
	if !strings.HasSuffix(got, "\nThe messages are the same.\n") {
		t.Errorf("a flow compared with itself:\n%s", got)
	}
}

func FuzzTerminalShowsValuesAsText(f *testing.F) {
	for _, s := range []string{"", "\x1b[31mred\x1b]0;title\x07", "\r\n", "\u202e\u0085", "\x00", "日本 🙂", "\xff", strings.Repeat("x", 3000), "a b c"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, terminal := range []flowview.Terminal{{Verbose: true}, {Verbose: true, ASCII: true}} {
			text := terminal.Flow(hostile(t, s)) + terminal.Comparison(flowview.Compare(hostile(t, s), recorded(t, "refused")))
			for line := range strings.Lines(text) {
				line = strings.TrimSuffix(line, "\n")
				if n := utf8.RuneCountInString(line); n > 80 && !strings.Contains(line, "FRONT") {
					t.Errorf("%d columns: %q", n, line)
				}
				for _, r := range line {
					if !unicode.IsPrint(r) || terminal.ASCII && r > '~' {
						t.Fatalf("%q is not escaped in %q", r, line)
					}
				}
			}
		}
	})
}
