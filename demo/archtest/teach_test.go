package archtest_test

import (
	"testing"

	"quartet.example/shared/teach"
)

// Each lesson must be about a check that a service declares, so that a check that is renamed keeps its
// lesson.
func TestLessonsAreAboutDeclaredChecks(t *testing.T) {
	declared := map[string]bool{}
	for _, s := range sources(t) {
		for _, c := range checksOf(s) {
			declared[c.id] = true
		}
	}
	for _, l := range teach.Lessons() {
		for _, id := range l.Checks {
			if !declared[id] {
				t.Errorf("%s is declared by no service", id)
			}
		}
	}
}
