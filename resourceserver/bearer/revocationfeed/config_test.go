package revocationfeed_test

import (
	"strings"
	"testing"
	"time"

	"quartet.example/resourceserver/bearer/revocationfeed"
	"quartet.example/shared/waittest"
)

func TestCredentialsThatAreRefused(t *testing.T) {
	tr := newTransmitter(t)
	feed := tr.follow(func(c *revocationfeed.Config) { c.ClientSecret = "wrong" })
	waittest.Until(t, "asked", func() bool { err := feed.Ready(t.Context()); return err != nil && strings.Contains(err.Error(), "401") })
}

func TestSettingsThatAreRefused(t *testing.T) {
	good := revocationfeed.Config{Issuer: "https://as.example", ClientID: "api", ClientSecret: "s"}
	for name, spoil := range map[string]func(*revocationfeed.Config){
		"no issuer":                       func(c *revocationfeed.Config) { c.Issuer = "" },
		"an issuer in clear over the net": func(c *revocationfeed.Config) { c.Issuer = "http://as.example" },
		"an endpoint in clear":            func(c *revocationfeed.Config) { c.Endpoint = "http://as.example/x" },
		"no secret":                       func(c *revocationfeed.Config) { c.ClientSecret = "" },
		"no client":                       func(c *revocationfeed.Config) { c.ClientID = "" },
		"a policy that there is not":      func(c *revocationfeed.Config) { c.WhenSilent = "hope" },
		"silence that is no time":         func(c *revocationfeed.Config) { c.MaxSilence = time.Millisecond },
		"silence of hours":                func(c *revocationfeed.Config) { c.MaxSilence = 2 * time.Hour },
		"a poll of hours":                 func(c *revocationfeed.Config) { c.PollTimeout = time.Hour },
		"room for nothing":                func(c *revocationfeed.Config) { c.MaxEntries = -1 },
	} {
		t.Run(name, func(t *testing.T) {
			cfg := good
			spoil(&cfg)
			if feed, err := revocationfeed.New(cfg); err == nil {
				_ = feed.Close()
				t.Error("accepted")
			}
		})
	}
}
