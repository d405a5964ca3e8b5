package stack

import (
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"net/url"
	"strings"
	"time"

	"quartet.example/authserver"
	"quartet.example/client"
	"quartet.example/inspector"
	"quartet.example/inspector/workshop"
	"quartet.example/resourceserver"
	"quartet.example/shared/config/flags"
	"quartet.example/shared/trace"
)

// Options are the differences from `make demo`. The zero value is `make demo`.
type Options struct {
	Log  *slog.Logger
	Now  func() time.Time
	TLS  bool   // https, as with QUARTET_TLS
	Host string // address to listen on; "" is loopback, IPv4 and if possible IPv6

	// FreePorts uses a free port for each service, so that tests can run several stacks. The host
	// names stay the same (app.localhost and so on).
	FreePorts bool

	// Unrecorded runs the stack without the recorder, as in production, for measurements.
	Unrecorded bool

	// NoInspector runs the other three services only, which takes less time. Nothing answers at its address.
	NoInspector bool

	// Sink is where messages are recorded; nil is the Redis of the stack. TraceKey is the key of their
	// fingerprints (trace.KeyFrom); nil is a random one.
	Sink     trace.Sink
	TraceKey []byte

	// Labs has the texts of the labs, and Workshop returns what makes their attacks for the inspector at an
	// address; nil: the inspector shows none.
	Labs     fs.FS
	Workshop func(inspector string) workshop.Workshop

	// Configure may change any setting before the services start.
	Configure func(*Settings)
}

func (o Options) workshop(inspector string) workshop.Workshop {
	if o.Workshop == nil {
		return nil
	}
	return o.Workshop(inspector)
}

// leavesOut reports whether the service with a name is not started.
func (o Options) leavesOut(name string) bool { return o.NoInspector && name == trace.Inspector }

// Settings are the settings of the four services.
type Settings struct {
	Authserver     authserver.Config
	Resourceserver resourceserver.Config
	Client         client.Config
	Inspector      inspector.Config

	TLS bool   // the services are served over https, with a certificate of a local CA
	At  string // QUARTET_AT, which has moved all addresses; "" if it is not set
}

// Load reads the settings of each service from the environment and the defaults, as its command
// does.
func Load() (*Settings, error) { return load(false) }

// LoadRunning returns the settings of the stack that runs on this machine: those of Load, and https
// if a stack with these settings and TLS is running.
func LoadRunning() (*Settings, error) {
	s, err := load(false)
	if err != nil || s.TLS {
		return s, err
	}
	if file, err := s.CAFile(); err == nil && file.Exists() {
		return s, s.useTLS()
	}
	return s, nil
}

// load is Load. withTLS has the same effect as QUARTET_TLS.
func load(withTLS bool) (*Settings, error) {
	var s Settings
	var o own
	for _, service := range []struct {
		name string
		cfg  any
	}{
		{"quartet", &o},
		{"authserver", &s.Authserver},
		{"resourceserver", &s.Resourceserver},
		{"client", &s.Client},
		{"inspector", &s.Inspector},
	} {
		if err := flags.Load(service.name, strings.ToUpper(service.name), service.cfg, nil); err != nil {
			return nil, err
		}
	}
	if o.At != "" {
		if err := s.moveTo(o.At); err != nil {
			return nil, err
		}
	}
	if s.Resourceserver.Revocation == "" { // the authorization server of the stack has a feed of revoked tokens
		s.Resourceserver.Revocation = resourceserver.RevocationFeed
	}
	s.Inspector.CodeTTL, s.Inspector.SessionIdle = s.Authserver.CodeTTL, s.Client.SessionIdle
	if o.TLS || withTLS {
		return &s, s.useTLS()
	}
	return &s, nil
}

// forgetRedis makes the services use an embedded Redis.
func (s *Settings) forgetRedis() {
	s.Authserver.RedisURL, s.Resourceserver.RedisURL, s.Client.RedisURL, s.Inspector.RedisURL = "", "", "", ""
}

// addresses are the public URLs of the four services.
type addresses struct{ authserver, resourceserver, client, inspector string }

func (s *Settings) publicURL(name string, l net.Listener) string {
	return fmt.Sprintf("%s://%s.localhost:%d", s.Scheme(), name, l.Addr().(*net.TCPAddr).Port)
}

// Scheme returns https, or http without TLS.
func (s *Settings) Scheme() string {
	if s.TLS {
		return "https"
	}
	return "http"
}

// agree sets the addresses of the services in each other's settings.
func (s *Settings) agree(at addresses) {
	s.Authserver.Issuer, s.Authserver.InspectorURL = at.authserver, at.inspector
	s.Resourceserver.Issuer, s.Resourceserver.Resource = at.authserver, at.resourceserver
	s.Client.Issuer, s.Client.PublicURL, s.Client.APIURL = at.authserver, at.client, at.resourceserver
	s.Client.InspectorURL = at.inspector
	s.Inspector.PublicURL, s.Inspector.ClientURL = at.inspector, at.client
	s.Inspector.AuthserverURL, s.Inspector.ResourceserverURL = at.authserver, at.resourceserver
}

// hearEachOther allows the authorization server to send logout tokens to the client. Requests to
// addresses on this machine are refused unless they are allowed.
func (s *Settings) hearEachOther() {
	if u, err := url.Parse(s.Client.PublicURL); err == nil {
		s.Authserver.FetchAllow = append(s.Authserver.FetchAllow, u.Host)
	}
}

// The addresses in the built-in seed.
const (
	seedClient = "http://app.localhost:8080"
	seedAPI    = "http://api.localhost:9001"
)

// seedFor returns the built-in seed with other addresses.
func seedFor(at addresses) string {
	return strings.NewReplacer(
		seedClient, at.client,
		seedAPI, at.resourceserver,
	).Replace(string(authserver.DefaultSeed()))
}
