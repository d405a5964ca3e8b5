package production_test

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"quartet.example/authserver"
	"quartet.example/client"
	"quartet.example/demo/e2e/rig"
	"quartet.example/resourceserver"
	"quartet.example/shared/config"
	"quartet.example/shared/config/flags"
	"quartet.example/shared/oauth"
	"quartet.example/shared/redisconn"
	"quartet.example/shared/redisconn/embedded"
	"quartet.example/shared/service"
	"quartet.example/shared/telemetry"
	"quartet.example/shared/waittest"
	"quartet.example/shared/web"
)

const password = "a password that nobody published"

// fleet is two replicas of each service behind the proxy.
type fleet struct {
	proxy               *proxy
	clock               *rig.Clock
	log                 *rig.Log
	redis               *redisconn.Conn
	auth                authserver.Config
	issuer, api, client string // public URLs

	replicas map[string][]string // http://host:port of each replica, by service
}

// seed writes a seed file as an operator would. All secrets in it are new.
func (f *fleet) seed(t *testing.T, clientSecret, apiSecret string) string {
	t.Helper()
	hash, err := authserver.HashPassword(password)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "seed.yaml")
	text := fmt.Sprintf(`users:
  - { sub: "1001", username: alice, password_hash: %q }
resources:
  - resource: %[2]s
    name: Notes
    scopes: { "notes:read": read your notes, "notes:write": change your notes }
clients:
  - client_id: notes
    client_name: Notes
    client_secret: %[4]s
    token_endpoint_auth_method: client_secret_basic
    grant_types: [authorization_code, refresh_token]
    redirect_uris: [%[3]s/callback]
    post_logout_redirect_uris: [%[3]s/]
    backchannel_logout_uri: %[3]s/backchannel-logout
    backchannel_logout_session_required: true
    scope: openid profile notes:read notes:write
  - client_id: notes-api
    client_name: Notes API
    client_secret: %[5]s
    token_endpoint_auth_method: client_secret_basic
    grant_types: []
    resource: %[2]s
`, hash, f.api, f.client, clientSecret, apiSecret)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func startFleet(t *testing.T) *fleet {
	t.Helper()
	redisURL := needsRedis(t)
	f := &fleet{clock: &rig.Clock{}, log: &rig.Log{}, replicas: map[string][]string{}}
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("log of the services:\n%s", f.log)
		}
	})
	f.proxy = newProxy(t, trusted, "auth.localhost", "api.localhost", "app.localhost")
	at := func(name string) string { return "https://" + name + ".localhost:" + f.proxy.port }
	f.issuer, f.api, f.client = at("auth"), at("api"), at("app")
	var err error
	if f.redis, err = embedded.Open(t.Context(), redisURL); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.redis.Close() })
	if err := f.redis.FlushDB(t.Context()).Err(); err != nil { // data of an earlier run
		t.Fatal(err)
	}

	auth, api, app := f.settings(t, redisURL)
	f.auth = auth
	for range 2 {
		f.serve(t, "auth.localhost", auth.Service(), func(d service.Deps) (service.Server, error) { return authserver.New(auth, d) })
		f.serve(t, "api.localhost", api.Service(), func(d service.Deps) (service.Server, error) { return resourceserver.New(api, d) })
		f.serve(t, "app.localhost", app.Service(), func(d service.Deps) (service.Server, error) { return client.New(app, d) })
	}
	for _, replicas := range f.replicas {
		for _, replica := range replicas {
			waittest.Until(t, replica+" is ready", func() bool { return web.HealthCheck(t.Context(), nil, replica+"/readyz") == nil })
		}
	}
	return f
}

// settings returns the defaults with the settings that production requires.
func (f *fleet) settings(t *testing.T, redisURL string) (auth authserver.Config, api resourceserver.Config, app client.Config) {
	t.Helper()
	for name, cfg := range map[string]any{"authserver": &auth, "resourceserver": &api, "client": &app} {
		if err := flags.Load(name, "NOT_SET", cfg, f.flags(t, name, redisURL)); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
	}
	clientSecret, apiSecret := oauth.NewSecret(), oauth.NewSecret()
	auth.Seed, auth.SealKey = f.seed(t, clientSecret, apiSecret), config.Secret(oauth.NewSecret())
	auth.FetchAllow = []string{"app.localhost:" + f.proxy.port} // an address on this machine must be allowed
	auth.StartRate = startRate
	api.ClientSecret = config.Secret(apiSecret)
	app.ClientSecret, app.SealKey = config.Secret(clientSecret), config.Secret(oauth.NewSecret())
	return auth, api, app
}

// flags returns the command line of each service.
func (f *fleet) flags(t *testing.T, name, redisURL string) []string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "redis-url") // a secret must not be on a command line
	if err := os.WriteFile(file, []byte(redisURL), 0o600); err != nil {
		t.Fatal(err)
	}
	return append([]string{"--profile=production", "--redis-url=@" + file, "--issuer=" + f.issuer, "--trusted-proxies=" + proxyNet}, map[string][]string{
		"authserver":     {"--seal-key=" + oauth.NewSecret(), "--seed=" + os.DevNull},
		"resourceserver": {"--resource=" + f.api, "--revocation=feed", "--client-id=notes-api", "--client-secret=" + oauth.NewSecret()},
		"client":         {"--client-id=notes", "--scopes=openid,profile,notes:read,notes:write", "--api-routes=GET /notes,POST /notes", "--public-url=" + f.client, "--api-url=" + f.api, "--seal-key=" + oauth.NewSecret(), "--client-secret=" + oauth.NewSecret()},
	}[name]...)
}

// serve starts one replica as its command does, with its own connection to Redis, but with the clock and
// the log of the test.
func (f *fleet) serve(t *testing.T, host string, s service.Settings, wire func(service.Deps) (service.Server, error)) {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	deps, disconnect, err := service.Connect(ctx, s)
	if err != nil {
		t.Fatal(err)
	}
	deps.Log, deps.Now = telemetry.Logger("json", "debug", f.log).With("service", s.Name), f.clock.Now
	server, err := wire(deps.WithDefaults(s))
	if err != nil {
		t.Fatalf("%s: %v", s.Name, err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() {
		ended <- web.Serve(ctx, web.ServeConfig{Listener: l, Log: slog.New(slog.DiscardHandler)}, server)
	}()
	t.Cleanup(func() {
		stop()
		<-ended
		_ = server.Close()
		disconnect()
	})
	f.replicas[host] = append(f.replicas[host], "http://"+l.Addr().String())
	ready := map[string][]string{}
	for name, replicas := range f.replicas {
		for _, replica := range replicas {
			ready[name] = append(ready[name], strings.TrimPrefix(replica, "http://"))
		}
	}
	f.proxy.ready.Store(&ready)
}

// from returns an HTTP client that sends from a certain loopback address.
func from(t *testing.T, address string) *http.Client {
	t.Helper()
	dialer := &net.Dialer{LocalAddr: net.TCPAddrFromAddrPort(netip.AddrPortFrom(netip.MustParseAddr(address), 0))}
	transport := &http.Transport{DialContext: func(ctx context.Context, network, addr string) (net.Conn, error) {
		_, port, _ := net.SplitHostPort(addr)
		return dialer.DialContext(ctx, network, "127.0.0.1:"+port)
	}}
	t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Transport: transport, Timeout: waittest.Patience, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

// status sends a request and returns the status of the response.
func status(t *testing.T, c *http.Client, address string, headers ...string) int {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	resp, err := c.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	_, _ = io.Copy(io.Discard, resp.Body)
	return resp.StatusCode
}
