package archtest_test

import (
	"maps"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// linked are the modules that importers of our libraries link, and what each is for. A new one is a
// decision: write down why it is needed.
var linked = map[string]map[string]string{
	"client/bff": {
		"quartet.example/client":             "the library itself",
		"quartet.example/shared":             "terms, checks, web, seal",
		"github.com/labstack/echo/v4":        "the routes",
		"github.com/labstack/gommon":         "of echo",
		"github.com/mattn/go-colorable":      "of gommon",
		"github.com/mattn/go-isatty":         "of gommon",
		"github.com/valyala/bytebufferpool":  "of gommon",
		"github.com/valyala/fasttemplate":    "of gommon",
		"golang.org/x/crypto":                "of echo (autocert)",
		"golang.org/x/net":                   "of echo (http2)",
		"golang.org/x/sys":                   "of go-isatty",
		"golang.org/x/text":                  "of x/net (idna)",
		"golang.org/x/time":                  "rate limits: logins, fetches of keys",
		"golang.org/x/sync":                  "one refresh at a time (singleflight)",
		"github.com/redis/go-redis/v9":       "sessions",
		"github.com/cespare/xxhash/v2":       "of go-redis",
		"go.uber.org/atomic":                 "of go-redis",
		"github.com/go-redsync/redsync/v4":   "one refresh at a time over all replicas",
		"github.com/golang-jwt/jwt/v5":       "signatures",
		"github.com/go-json-experiment/json": "tokens and keys are decoded strictly: exact names, no duplicates",
	},
	"resourceserver/bearer": {
		"quartet.example/resourceserver":     "the library itself",
		"quartet.example/shared":             "terms, checks, DPoP",
		"github.com/golang-jwt/jwt/v5":       "signatures",
		"github.com/go-json-experiment/json": "tokens and keys are decoded strictly: exact names, no duplicates",
		"golang.org/x/sync":                  "one fetch at a time (singleflight)",
		"golang.org/x/time":                  "rate limit of fetches",
	},
}

func TestLibrariesLinkWhatIsListed(t *testing.T) {
	for library, want := range linked {
		t.Run(library, func(t *testing.T) {
			out, err := exec.CommandContext(t.Context(), "go", "list", "-deps", "-f", "{{with .Module}}{{.Path}}{{end}}", prefix+library).Output()
			if err != nil {
				t.Fatal(err)
			}
			got := strings.Fields(string(out))
			slices.Sort(got)
			got = slices.Compact(got)
			for _, module := range got {
				if want[module] == "" {
					t.Errorf("links %s: importers get it too; do without, or say what it is for", module)
				}
			}
			for module := range maps.Keys(want) {
				if !slices.Contains(got, module) {
					t.Errorf("no longer links %s: take it off the list", module)
				}
			}
		})
	}
}
