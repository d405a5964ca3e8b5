package clientcheck_test

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"quartet.example/client"
	"quartet.example/demo/mirror/clientcheck"
	"quartet.example/demo/mirror/hostile"
	"quartet.example/demo/mirror/report"
	"quartet.example/shared/config"
	"quartet.example/shared/config/flags"
	"quartet.example/shared/localnet"
	"quartet.example/shared/redistest"
)

// own starts our client for a provider.
func own(t *testing.T, p *hostile.Provider, change func(*client.Config)) string {
	t.Helper()
	server := httptest.NewUnstartedServer(nil) // the client needs to know its address
	address := "http://" + server.Listener.Addr().String()
	var cfg client.Config
	if err := flags.Defaults(&cfg, config.Dev); err != nil {
		t.Fatal(err)
	}
	cfg.Issuer, cfg.PublicURL, cfg.ClientID, cfg.ClientSecret = p.Issuer, address, p.ClientID, config.Secret(secret)
	cfg.IDTokenAlg, cfg.APIURL = "", serve(t, http.HandlerFunc(noNotes))
	if change != nil {
		change(&cfg)
	}
	app, err := client.New(cfg, client.Deps{Redis: redistest.New(t), HTTP: localnet.HTTPClient(2 * time.Second), Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = app.Close() })
	server.Config.Handler = app
	server.Start()
	t.Cleanup(server.Close)
	return address
}

// Our own client has every defence that applies to it.
func TestOurClientHasEveryDefence(t *testing.T) {
	for name, tt := range map[string]struct {
		change func(*client.Config)
		skip   []string
	}{
		"bearer tokens": {nil, []string{"client.dpop.fresh", "client.dpop.nonce", "client.dpop.proof"}},
		"DPoP":          {func(c *client.Config) { c.DPoP = true }, nil},
	} {
		t.Run(name, func(t *testing.T) {
			p := provider(t)
			address := own(t, p, tt.change)
			found := check(t, p, clientcheck.Options{StartURL: address + "/login", ReturnParam: "return_to"})
			want(t, "failed", found[report.Fail])
			want(t, "could not be tested", found[report.Error])
			want(t, "skipped", found[report.Skip], append(tt.skip, "client.session.secure")...)
		})
	}
}

func noNotes(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write([]byte(`{"notes":[]}`))
}
