package config_test

import (
	"net/netip"
	"strings"
	"testing"

	"quartet.example/shared/config"
	"quartet.example/shared/config/flags"
)

type proxied struct {
	Profile config.Profile `default:"dev" enum:"dev,production" env:"PROFILE"`
	Proxies config.Proxies
	Secrets config.Secrets
	Demo    config.Secret `dev:"demo-not-for-production"`
	Both    string        `default:"safe" dev:"demo"`
}

func TestProductionMustSetTrustedProxies(t *testing.T) {
	for value, want := range map[string]string{
		"":                         "production requires",
		"none":                     "",
		"10.0.0.0/8":               "",
		"10.1.2.3":                 "",
		"10.1.2.3, 192.168.0.0/16": "",
		"fd00::/8,::1":             "",
		"fc00::/7":                 "",
		"2400:cb00::/32":           "",
		"0.0.0.0/0":                "a large part of the Internet",
		"::/0":                     "a large part of the Internet",
		"128.0.0.0/1":              "a large part of the Internet",
		"2000::/3":                 "a large part of the Internet",
		"::ffff:0:0/96":            "a large part of the Internet",
		"10.0.0.0/8,0.0.0.0/1":     "0.0.0.0/1 trusts",
		"fc00::/6":                 "a large part of the Internet",
	} {
		var cfg proxied
		if err := flags.Load("as", "AS_TEST", &cfg, []string{"--proxies=" + value}); err != nil {
			t.Errorf("%q: %v", value, err)
			continue
		}
		err := cfg.Proxies.Production()
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, want %q", value, err, want)
		}
		text, _ := cfg.Proxies.MarshalText()
		var reread config.Proxies
		if err := reread.UnmarshalText(text); err != nil || (reread == nil) != (cfg.Proxies == nil) || len(reread) != len(cfg.Proxies) {
			t.Errorf("%q: is written as %q", value, text)
		}
	}
	for _, bad := range []string{"any", "10.0.0.0/33", "10.0.0.0/8,", "example.com", "none,10.0.0.0/8"} {
		if err := flags.Load("as", "AS_TEST", &proxied{}, []string{"--proxies=" + bad}); err == nil || !strings.Contains(err.Error(), "--proxies: want none") {
			t.Errorf("%q: got %v, want an error that describes the form", bad, err)
		}
	}
	if config.NoProxies == nil || len(config.NoProxies) != 0 || (config.Proxies{netip.MustParsePrefix("10.0.0.0/8")}).Production() != nil {
		t.Error("values set by an importing program are not accepted")
	}
}

func TestSecretsByName(t *testing.T) {
	var cfg proxied
	if err := flags.Load("as", "AS_TEST", &cfg, []string{"--secrets=a=one;b=t=w=o==;", "--secrets=c=three"}); err != nil {
		t.Fatal(err)
	}
	if len(cfg.Secrets) != 3 || cfg.Secrets["a"].Reveal() != "one" || cfg.Secrets["b"].Reveal() != "t=w=o==" || cfg.Secrets["c"].Reveal() != "three" {
		t.Errorf("got %d: %q %q %q", len(cfg.Secrets), cfg.Secrets["a"].Reveal(), cfg.Secrets["b"].Reveal(), cfg.Secrets["c"].Reveal())
	}
}

// A default that is only safe in the demo must not apply in production, whichever way the profile
// is set.
func TestADevDefaultIsNoneInProduction(t *testing.T) {
	for name, tt := range map[string]struct {
		env  map[string]string
		args []string
		want string
	}{
		"dev is the default":                 {nil, nil, "demo"},
		"by flag":                            {nil, []string{"--profile=production"}, "safe"},
		"by flag, in two words":              {nil, []string{"--profile", "production"}, "safe"},
		"by variable":                        {map[string]string{"PROFILE": "production"}, nil, "safe"},
		"by the service's own variable":      {map[string]string{"AS_TEST_PROFILE": "production", "PROFILE": "dev"}, nil, "safe"},
		"the flag decides over the variable": {map[string]string{"PROFILE": "production"}, []string{"--profile=dev"}, "demo"},
	} {
		t.Run(name, func(t *testing.T) {
			for k, v := range tt.env {
				t.Setenv(k, v)
			}
			var cfg proxied
			if err := flags.Load("as", "AS_TEST", &cfg, tt.args); err != nil {
				t.Fatal(err)
			}
			if cfg.Both != tt.want || cfg.Demo.IsZero() != (tt.want == "safe") {
				t.Errorf("got %q and a demo secret %v", cfg.Both, !cfg.Demo.IsZero())
			}
		})
	}
	var cfg proxied
	t.Setenv("PROFILE", "dev")
	if err := flags.Defaults(&cfg, config.Production); err != nil || !cfg.Profile.IsProduction() || !cfg.Demo.IsZero() || cfg.Both != "safe" {
		t.Errorf("Defaults: got %v %+v", err, cfg)
	}
	if !config.Profile("").IsProduction() || config.Dev.IsProduction() {
		t.Error("a profile that was forgotten is not judged as production")
	}
}

func TestAnArgumentOfNoFlagIsNotQuoted(t *testing.T) {
	err := flags.Load("as", "AS_TEST", &proxied{}, []string{"--demo", "correct", "hunter2"})
	if err == nil || strings.Contains(err.Error(), "hunter2") {
		t.Errorf("got %v, want an error without the argument", err)
	}
}
