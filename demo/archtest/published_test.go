package archtest_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"quartet.example/shared/published"
)

// texts returns the files of the workspace that people may copy from.
func texts(t *testing.T) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == ".git" || d.Name() == ".cache" || d.Name() == "node_modules" || d.Name() == "bin") {
			return fs.SkipDir
		}
		if info, err := d.Info(); err != nil || d.IsDir() || !d.Type().IsRegular() || info.Size() > 1<<20 {
			return err
		}
		raw, err := os.ReadFile(path)
		all[filepath.ToSlash(strings.TrimPrefix(path, root+"/"))] = string(raw)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

var (
	demoSecret = regexp.MustCompile(`[A-Za-z0-9-]*not-for-production[A-Za-z0-9-]*`)
	sealKey    = regexp.MustCompile(`(?:SealKey|SEAL_KEY|seal-key)[\s:="+]{1,6}([A-Za-z0-9+/_-]{8,})"`)
	privatePEM = regexp.MustCompile(`PRIVATE KEY-----(?:\\n|\s)+[A-Za-z0-9+/]{40}`)
	privateJWK = regexp.MustCompile(`["\s{,]d"?:\s*"?([A-Za-z0-9_-]{40,})`)
)

// listed are private keys whose thumbprints are in shared/published.
var listed = []string{"jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI"} // RFC 7515 App. A.3

// Production must refuse every secret in this repository.
func TestEverySecretOfTheRepositoryIsPublished(t *testing.T) {
	found := 0
	for path, text := range texts(t) {
		for _, secret := range demoSecret.FindAllString(text, -1) {
			found++
			if !published.Is(secret) {
				t.Errorf("%s: %s is not in shared/published", path, secret)
			}
		}
		for _, m := range sealKey.FindAllStringSubmatch(text, -1) {
			found++
			if published.Judge(m[1]) == nil {
				t.Errorf("%s: %s could seal in production; make one with oauth.NewSecret, or list it in shared/published", path, m[1])
			}
		}
		for _, m := range privateJWK.FindAllStringSubmatch(text, -1) {
			if !slices.Contains(listed, m[1]) && path != "demo/archtest/published_test.go" {
				t.Errorf("%s: holds a private JWK; make one at run time, or list its thumbprint in shared/published", path)
			}
		}
		if privatePEM.MatchString(text) {
			t.Errorf("%s: holds a private key; make one at run time, or list its thumbprint in shared/published", path)
		}
	}
	if found < 20 {
		t.Errorf("%d secrets were found: the patterns no longer fit", found)
	}
}

// The built-in seed and the compose file must contain only secrets that are in shared/published.
func TestTheSeedAndTheComposeFileHoldPublishedSecretsOnly(t *testing.T) {
	all := texts(t)
	var built struct {
		Users   []map[string]any `yaml:"users"`
		Clients []map[string]any `yaml:"clients"`
	}
	if err := yaml.Unmarshal([]byte(all["authserver/internal/seed/default.yaml"]), &built); err != nil || len(built.Users) < 3 {
		t.Fatalf("the seed: %v", err)
	}
	for _, u := range built.Users {
		if !published.IsPasswordHash(u["password_hash"].(string)) || !published.IsPassword(u["demo_password"].(string)) {
			t.Errorf("the password of %v is not in shared/published", u["username"])
		}
	}
	for _, c := range built.Clients {
		if secret, has := c["client_secret"].(string); has && !published.Is(secret) {
			t.Errorf("the secret of %v is not in shared/published", c["client_id"])
		}
	}
	var compose struct {
		Services map[string]struct {
			Environment map[string]string `yaml:"environment"`
		} `yaml:"services"`
	}
	if err := yaml.Unmarshal([]byte(all["docker-compose.yml"]), &compose); err != nil || len(compose.Services) < 5 {
		t.Fatalf("the compose file: %v", err)
	}
	for service, s := range compose.Services {
		for name, value := range s.Environment {
			if strings.Contains(name, "SECRET") || strings.HasSuffix(name, "_KEY") || strings.Contains(name, "PASSWORD") {
				for one := range strings.SplitSeq(value, ";") {
					if !strings.HasPrefix(one[strings.Index(one, "=")+1:], "@") && !published.Is(one) {
						t.Errorf("%s: %s holds a secret that is not in shared/published; name a file", service, name)
					}
				}
			}
		}
	}
}
