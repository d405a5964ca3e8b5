package labs_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"quartet.example/demo/labs"
	"quartet.example/demo/labs/lab"
)

// TestLabs makes each attack on the careless programs, on the same with each single defence, and on the
// reference. Without a defence it must succeed; with one it must die there, and the victim must not notice.
func TestLabs(t *testing.T) {
	for _, l := range labs.All() {
		if !l.Browser {
			t.Run(l.Name(), func(t *testing.T) { testLab(t, l) })
		}
	}
}

// TestBrowserLabs does the same for the labs that need Chromium.
func TestBrowserLabs(t *testing.T) {
	if os.Getenv("BROWSER") != "required" {
		t.Skip("only with BROWSER=required, as in make e2e")
	}
	for _, l := range labs.All() {
		if l.Browser {
			t.Run(l.Name(), func(t *testing.T) { testLab(t, l) })
		}
	}
}

func testLab(t *testing.T, l *lab.Lab) {
	t.Parallel()
	for i := range l.Attacks {
		a := &l.Attacks[i]
		t.Run(a.Title, func(t *testing.T) { testAttack(t, l, a) })
	}
	if len(l.Attacks) == 0 {
		r, err := lab.Walk(t.Context(), l, lab.Options{})
		judge(t, r, err)
	}
}

func testAttack(t *testing.T, l *lab.Lab, a *lab.Attack) {
	for _, target := range lab.Targets(a) {
		t.Run(target.String(), func(t *testing.T) {
			r, err := lab.Run(t.Context(), l, a, target, lab.Options{})
			judge(t, r, err)
		})
	}
}

func judge(t *testing.T, r lab.Result, err error) {
	t.Helper()
	if err == nil {
		err = r.Verdict()
	}
	if err != nil {
		for _, step := range r.Steps {
			t.Log(step)
		}
		t.Error(err)
	}
	keepsSecrets(t, r)
}

// TestTexts requires of each README what learners and teachers rely on: the title, and every section.
func TestTexts(t *testing.T) {
	for _, l := range labs.All() {
		t.Run(l.Name(), func(t *testing.T) {
			title := fmt.Sprintf("# Lab %s: %s\n", l.Number(), l.Title)
			if !strings.HasPrefix(l.README, title) {
				t.Errorf("the README does not begin with %q", title)
			}
			for _, heading := range lab.Sections {
				if l.Section(heading) == "" {
					t.Errorf("the README has no text below %q", heading)
				}
			}
			for number := range lab.Hints {
				if l.Hint(number+1) == "" {
					t.Errorf("the README has no hint %d", number+1)
				}
			}
		})
	}
}
