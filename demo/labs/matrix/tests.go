package matrix

import (
	"io/fs"
	"regexp"
	"strings"

	"quartet.example/docs"
)

var (
	checkOfRow = regexp.MustCompile("^\\| <a id=\"([^\"]+)\"></a>`")
	testInCell = regexp.MustCompile(`\[([^\]]+)\]\([^)]*_test\.go\)`)
)

// Tests returns the tests that name each check, by its id. It reads docs/defences.md, which `make docs` generates
// from the source and which is part of this program. The page has at most three tests of each check.
func Tests() (map[string][]string, error) {
	page, err := fs.ReadFile(docs.Files(), "defences.md")
	if err != nil {
		return nil, err
	}
	tests := map[string][]string{}
	for line := range strings.Lines(string(page)) {
		if check := checkOfRow.FindStringSubmatch(line); check != nil {
			for _, test := range testInCell.FindAllStringSubmatch(line, -1) {
				tests[check[1]] = append(tests[check[1]], test[1])
			}
		}
	}
	return tests, nil
}
