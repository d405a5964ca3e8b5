package admin_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"quartet.example/authserver/admin"
)

// Each command in the help text must have its arguments and an example that works.
func TestHelpNamesEveryCommandWithAnExample(t *testing.T) {
	for noun, want := range map[string][]string{
		"keys":  {"list", "rotate", "retire KID [--now]"},
		"users": {"list", "disable USERNAME", "enable USERNAME", "delete USERNAME", "passwd USERNAME"},
	} {
		help := admin.Help("tester", noun)
		var got []string
		for _, m := range regexp.MustCompile(`(?m)^`+noun+` (.+)\n    .+\n    \$ tester (.+)$`).FindAllStringSubmatch(help, -1) {
			got = append(got, m[1])
			if verb, _, _ := strings.Cut(m[1], " "); !strings.HasPrefix(m[2], noun+" "+verb) {
				t.Errorf("%s: the example is %q", m[1], m[2])
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: got %q, want %q", noun, got, want)
		}
	}
}

func TestUnknownCommandNamesThoseThatThereAre(t *testing.T) {
	b := newBed(t)
	for line, want := range map[string]string{"keys lst": "keys retire KID [--now]", "users": "users passwd USERNAME", "": "keys list", "ghosts list": "users list"} {
		if _, err := b.do(t, "", strings.Fields(line)...); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, want %q in it", line, err, want)
		}
	}
}
