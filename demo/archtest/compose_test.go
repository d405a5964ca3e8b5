package archtest_test

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// Each secret file that a container reads must be one that the service `secrets` makes. That
// command makes missing files at each start, so that it also works with a volume of an older
// version.
func TestComposeMakesTheSecretsThatItReads(t *testing.T) {
	file, err := os.ReadFile(root + "/docker-compose.yml")
	if err != nil {
		t.Fatal(err)
	}
	command := regexp.MustCompile(`command: \[secrets, /secrets, ([^\]]+)\]`).FindSubmatch(file)
	read := regexp.MustCompile(`@/secrets/([a-z-]+)`).FindAllSubmatch(file, -1)
	if command == nil || len(read) < 5 {
		t.Fatalf("got the command %q and %d files", command, len(read))
	}
	made := strings.Split(string(command[1]), ", ")
	for _, name := range read {
		if !slices.Contains(made, string(name[1])) {
			t.Errorf("no command makes /secrets/%s", name[1])
		}
	}
}
