package stack_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"quartet.example/demo/stack"
)

// emptyHome gives the test a home of its own.
func emptyHome(t *testing.T) {
	t.Helper()
	home := t.TempDir()
	for _, name := range []string{"HOME", "XDG_CACHE_HOME", "LocalAppData"} {
		t.Setenv(name, home)
	}
}

// QUARTET_TLS changes the scheme of the stack's own URLs, whatever their names and ports, and of no
// other URL.
func TestTLSChangesTheSchemeOfAllServices(t *testing.T) {
	for name, tt := range map[string]struct {
		env    map[string]string
		issuer string
		listen string // of the authorization server
	}{
		"the defaults":                   {nil, "https://auth.localhost:9000", "localhost:9000"},
		"other names and ports":          {map[string]string{"QUARTET_AT": "lab.localhost:9100"}, "https://auth.lab.localhost:9100", "localhost:9100"},
		"an issuer alone moves its port": {map[string]string{"ISSUER": "http://localhost:9100"}, "https://localhost:9100", "localhost:9100"},
		"an https issuer":                {map[string]string{"ISSUER": "https://localhost:9100"}, "https://localhost:9100", "localhost:9100"},
	} {
		t.Run(name, func(t *testing.T) {
			emptyHome(t)
			t.Setenv("QUARTET_TLS", "1")
			for key, value := range tt.env {
				t.Setenv(key, value)
			}
			s, err := stack.Load()
			if err != nil {
				t.Fatal(err)
			}
			if s.Authserver.Issuer != tt.issuer || s.Client.Issuer != tt.issuer || s.Resourceserver.Issuer != tt.issuer || s.Authserver.Service().Listen != tt.listen {
				t.Errorf("got issuers %s, %s, %s at %s", s.Authserver.Issuer, s.Client.Issuer, s.Resourceserver.Issuer, s.Authserver.Service().Listen)
			}
			for _, address := range []string{
				s.Client.PublicURL, s.Client.APIURL, s.Client.InspectorURL, s.Resourceserver.Resource, s.Authserver.InspectorURL,
				s.Inspector.PublicURL, s.Inspector.ClientURL, s.Inspector.ResourceserverURL,
			} {
				if !strings.HasPrefix(address, "https://") {
					t.Errorf("got %s", address)
				}
			}
		})
	}
}

func TestTLSLeavesOtherServersAlone(t *testing.T) {
	emptyHome(t)
	t.Setenv("QUARTET_TLS", "1")
	t.Setenv("CLIENT_ISSUER", "http://localhost:8180/realms/demo")
	s, err := stack.Load()
	if err != nil {
		t.Fatal(err)
	}
	if s.Client.Issuer != "http://localhost:8180/realms/demo" {
		t.Errorf("got %s", s.Client.Issuer)
	}
}

// TLS on localhost must never come with Strict-Transport-Security, which production sends.
func TestTLSNeedsTheDevProfile(t *testing.T) {
	emptyHome(t)
	for name, value := range map[string]string{"RANDOM_SEED": "golden files", "ISSUER": "http://auth.example:9000"} {
		t.Run(name, func(t *testing.T) {
			t.Setenv(name, value)
			if r, err := stack.Start(t.Context(), stack.Options{TLS: true}); err == nil {
				_ = r.Close()
				t.Error("it starts")
			}
		})
	}
	s := &stack.Settings{} // an empty profile counts as production
	if err := s.UseTLS(); err == nil || !strings.Contains(err.Error(), "dev profile") {
		t.Errorf("production: got %v", err)
	}
}

// The commands beside the stack must notice that it has TLS, and must not be misled by the file of a
// run that was killed.
func TestCommandsFindTheStackWithTLS(t *testing.T) {
	emptyHome(t)
	t.Setenv("QUARTET_AT", "localhost:9100")
	scheme := func() string {
		s, err := stack.LoadRunning()
		if err != nil {
			t.Fatal(err)
		}
		return s.Scheme()
	}
	if got := scheme(); got != "http" {
		t.Errorf("without a stack: got %s", got)
	}
	s, err := stack.Load()
	if err != nil {
		t.Fatal(err)
	}
	file, err := s.CAFile()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Dir(string(file)), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(string(file), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if got := scheme(); got != "https" {
		t.Errorf("beside a stack with TLS: got %s", got)
	}
	if err := s.Certify(); err != nil { // as at the start of a stack without TLS
		t.Fatal(err)
	}
	if got := scheme(); got != "http" {
		t.Errorf("beside a stack without TLS: got %s", got)
	}
}
