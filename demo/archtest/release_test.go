package archtest_test

import (
	"regexp"
	"strings"
	"testing"
)

// What people run has no symbol tables and no paths of the machine that built it, and
// knows its version.
func TestReleaseBuildsAreStripped(t *testing.T) {
	all := texts(t)
	for _, path := range []string{"Makefile", "Dockerfile"} {
		flags := regexp.MustCompile(`-trimpath -ldflags="-s -w -X \S+/shared/service\.version=\$`).FindString(all[path])
		if flags == "" || strings.Count(all[path], "-ldflags") != 1 {
			t.Errorf("%s: no build with -trimpath, -s, -w and the version", path)
		}
	}
	if builds := regexp.MustCompile(`(?m)\$\(GO\) build .*`).FindAllString(all["Makefile"], -1); len(builds) < 3 {
		t.Errorf("got %d builds in the Makefile", len(builds))
	} else {
		for _, b := range builds {
			if strings.Count(b, "$(GO) build") != strings.Count(b, "$(RELEASE)") {
				t.Errorf("a build without $(RELEASE): %s", b)
			}
		}
	}
}
