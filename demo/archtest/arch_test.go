package archtest_test

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const prefix = "quartet.example/"

var services = []string{"authserver", "resourceserver", "client", "inspector"}

// pkg is a package of the workspace and its imports, without those of its tests.
type pkg struct {
	ImportPath string
	Imports    []string
	Deps       []string
}

// workspace returns every package of the workspace.
func workspace(t *testing.T) []pkg {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "go", "list", "-deps=false", "-json=ImportPath,Imports,Deps", prefix+"...").Output()
	if err != nil {
		var failed *exec.ExitError
		if errors.As(err, &failed) {
			t.Fatalf("go list: %s", failed.Stderr)
		}
		t.Fatal(err)
	}
	var all []pkg
	for d := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p pkg
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		p.ImportPath = strings.TrimPrefix(p.ImportPath, prefix)
		all = append(all, p)
	}
	if len(all) < 30 {
		t.Fatalf("go list found only %d packages", len(all))
	}
	return all
}

// ours returns the imports that are packages of the workspace, without the module prefix.
func ours(imports []string) []string {
	var found []string
	for _, i := range imports {
		if rest, ok := strings.CutPrefix(i, prefix); ok {
			found = append(found, rest)
		}
	}
	return found
}

func module(importPath string) string { m, _, _ := strings.Cut(importPath, "/"); return m }

// endpoint reports whether a package belongs to a single endpoint: it is below internal/, and not
// one of the packages that endpoints share.
func endpoint(importPath string) bool {
	dir, name := path.Split(importPath)
	shared := []string{
		"core", "checks", "redisstore", "storetest", "ui", // in every service
		"engine", "mint", "issued", "clientauth", "assertion", "clientkeys", "fetch", "keys", "directory", "seed", "refreshtoken", "browser", "browsertest", "endpointtest", "claims", // authserver
		"provider", "tokens", "session", "issuertest", // client
		"flow", // inspector
	}
	internal := dir == module(importPath)+"/internal/" || dir == "client/bff/internal/"
	return slices.Contains(services, module(importPath)) && internal && !slices.Contains(shared, name)
}

func TestImports(t *testing.T) {
	all := workspace(t)
	for rule, broken := range map[string]func(from string, p pkg, to string) bool{
		"shared imports neither a service nor demo": func(from string, _ pkg, to string) bool {
			return module(from) == "shared" && module(to) != "shared"
		},
		"a service imports neither another service nor demo": func(from string, _ pkg, to string) bool {
			return slices.Contains(services, module(from)) && module(to) != module(from) && module(to) != "shared" && to != "docs"
		},
		"the documentation is for the inspector and the table of the labs only": func(from string, _ pkg, to string) bool {
			return to == "docs" && module(from) != "inspector" && from != "demo/labs/matrix"
		},
		"shared/oauth imports the standard library only": func(from string, _ pkg, _ string) bool {
			return from == "shared/oauth"
		},
		"core imports shared/oauth only": func(from string, _ pkg, to string) bool {
			return strings.HasSuffix(from, "/internal/core") && to != "shared/oauth"
		},
		"checks import shared/oauth and shared/checks only": func(from string, _ pkg, to string) bool {
			return strings.HasSuffix(from, "/internal/checks") && to != "shared/oauth" && to != "shared/checks"
		},
		"an endpoint imports no other endpoint": func(from string, _ pkg, to string) bool {
			return endpoint(from) && endpoint(to)
		},
		"an endpoint does not import redisstore": func(from string, _ pkg, to string) bool {
			return endpoint(from) && strings.HasSuffix(to, "/redisstore")
		},
	} {
		t.Run(rule, func(t *testing.T) {
			for _, p := range all {
				for _, to := range ours(p.Imports) {
					if broken(p.ImportPath, p, to) {
						t.Errorf("%s imports %s", p.ImportPath, to)
					}
				}
			}
		})
	}
}

func TestLibrariesStayInTheirPackages(t *testing.T) {
	for library, allowed := range map[string]*regexp.Regexp{
		"github.com/go-oauth2/oauth2":   regexp.MustCompile(`^(authserver/internal/engine|demo/(bench|labs).*)$`),
		"github.com/redis/go-redis":     regexp.MustCompile(`^(shared/(announce|democlock|redisconn(?:/embedded)?|redistest|service|trace(?:/step|/state)?)|(?:client/bff|[a-z]+)/internal/(redisstore|storetest)|client/bff|client/examples/.*|[a-z]+|[a-z]+/cmd/[a-z]+|inspector/internal/.*|demo/.*|authserver/authservertest)$`),
		"github.com/labstack/echo/v4":   regexp.MustCompile(`^(shared/(web|page|telemetry)|[a-z]+|client/bff|client/examples/.*|(?:client/bff|[a-z]+)/internal/(?:[a-z]+|control/(?:api|fault|record))|resourceserver/bearer/.*|demo/.*|authserver/authservertest)$`),
		"github.com/golang-jwt/jwt":     regexp.MustCompile(`^(shared/jose(/forge)?|client/internal/issuertest|demo/bench|demo/labs/naive)$`),
		"github.com/chromedp/chromedp":  regexp.MustCompile(`^demo/(e2e.*|labs/chrome)$`),
		"github.com/alicebob/miniredis": regexp.MustCompile(`^shared/(redisconn/embedded|redistest)$`),
	} {
		t.Run(library, func(t *testing.T) {
			for _, p := range workspace(t) {
				imports := slices.ContainsFunc(p.Imports, func(i string) bool { return strings.HasPrefix(i, library) })
				if imports && !allowed.MatchString(p.ImportPath) {
					t.Errorf("%s imports %s", p.ImportPath, library)
				}
			}
		})
	}
}

// Core, engine and store must not depend on Echo, so that a new major version of Echo changes only
// the handlers (ADR 0001).
func TestCoreEngineAndStoreKnowNoEcho(t *testing.T) {
	for _, p := range workspace(t) {
		if !regexp.MustCompile(`/internal/(core|checks|engine|redisstore|mint)$|^shared/(oauth|accesstoken|seal|redisconn)$`).MatchString(p.ImportPath) {
			continue
		}
		for _, dep := range p.Deps {
			if strings.HasPrefix(dep, "github.com/labstack/echo") {
				t.Errorf("%s depends on %s", p.ImportPath, dep)
			}
		}
	}
}

// The corpus of hostile tokens is for tests: no command has it.
func TestCommandsHaveNoHostileTokens(t *testing.T) {
	for _, p := range workspace(t) {
		if strings.Contains(p.ImportPath, "/cmd/") && slices.Contains(p.Deps, prefix+"shared/jose/josetest") {
			t.Errorf("%s depends on shared/jose/josetest", p.ImportPath)
		}
	}
}
