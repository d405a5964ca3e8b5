package archtest_test

import (
	"testing"

	gomod "golang.org/x/mod/module"
)

// Go makes a zip file of a module that is imported, and refuses names that some
// system cannot store: with a file called "nul", nobody could import a fork.
func TestEveryFileCanBePartOfAModule(t *testing.T) {
	for path := range texts(t) {
		if err := gomod.CheckFilePath(path); err != nil {
			t.Error(err)
		}
	}
}
