package archtest_test

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// Every secret file that a container reads is one that the service `secrets` makes, in a
// volume of an older version too: the command makes what is missing, at each start.
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
			t.Errorf("nobody makes /secrets/%s", name[1])
		}
	}
}
