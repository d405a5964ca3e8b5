package stack

import (
	"fmt"
	"log/slog"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"quartet.example/authserver"
	"quartet.example/client"
	"quartet.example/inspector"
	"quartet.example/resourceserver"
	"quartet.example/shared/config/flags"
)

// Options say how this stack differs from `make demo`. The zero value is that.
type Options struct {
	Log  *slog.Logger
	Now  func() time.Time
	Host string // bind address; "" is loopback, IPv4 and where it exists IPv6

	// FreePorts picks a free port for each service, so that stacks can run side by
	// side: in tests. The names stay (app.localhost and so on).
	FreePorts bool

	// Unrecorded leaves the recorder out, as the production profile does: for
	// measuring.
	Unrecorded bool

	// Configure may change any setting before the services start.
	Configure func(*Settings)
}

// Settings are those of the four services.
type Settings struct {
	Authserver     authserver.Config
	Resourceserver resourceserver.Config
	Client         client.Config
	Inspector      inspector.Config
}

// Load reads the settings of each service from the environment and the
// defaults, as its own command would.
func Load() (*Settings, error) {
	var s Settings
	for _, service := range []struct {
		name string
		cfg  any
	}{
		{"authserver", &s.Authserver},
		{"resourceserver", &s.Resourceserver},
		{"client", &s.Client},
		{"inspector", &s.Inspector},
	} {
		if err := flags.Load(service.name, strings.ToUpper(service.name), service.cfg, nil); err != nil {
			return nil, err
		}
	}
	if s.Resourceserver.Revocation == "" { // our own authorization server has a feed
		s.Resourceserver.Revocation = resourceserver.RevocationFeed
	}
	return &s, nil
}

// addresses are the public URLs of the four services.
type addresses struct{ authserver, resourceserver, client, inspector string }

func publicURL(name string, l net.Listener) string {
	return fmt.Sprintf("http://%s.localhost:%d", name, l.Addr().(*net.TCPAddr).Port)
}

// agree points the services at each other's addresses.
func (s *Settings) agree(at addresses) {
	s.Authserver.Issuer, s.Authserver.InspectorURL = at.authserver, at.inspector
	s.Resourceserver.Issuer, s.Resourceserver.Resource = at.authserver, at.resourceserver
	s.Client.Issuer, s.Client.PublicURL, s.Client.APIURL = at.authserver, at.client, at.resourceserver
	s.Client.InspectorURL = at.inspector
	s.Inspector.PublicURL, s.Inspector.ClientURL = at.inspector, at.client
	s.Inspector.AuthserverURL, s.Inspector.ResourceserverURL = at.authserver, at.resourceserver
}

// hearEachOther lets the authorization server tell the client of a sign-out: an
// address on this machine is one that it asks by leave only.
func (s *Settings) hearEachOther() {
	if u, err := url.Parse(s.Client.PublicURL); err == nil {
		s.Authserver.FetchAllow = append(s.Authserver.FetchAllow, u.Host)
	}
}

// The addresses that the built-in seed names.
const (
	seedClient = "http://app.localhost:8080"
	seedAPI    = "http://api.localhost:9001"
)

// seedFor writes the built-in seed with other addresses, and returns its path.
func seedFor(dir string, at addresses) (string, error) {
	text := strings.NewReplacer(
		seedClient, at.client,
		seedAPI, at.resourceserver,
	).Replace(string(authserver.DefaultSeed()))
	path := filepath.Join(dir, "seed.yaml")
	return path, os.WriteFile(path, []byte(text), 0o600)
}
