package service_test

import (
	"strings"
	"testing"

	"quartet.example/shared/config"
	"quartet.example/shared/service"
)

// In production Redis must be on this machine, or use TLS and a password.
func TestProductionNeedsARedisThatNobodyElseReads(t *testing.T) {
	const tls, password, sentinels = "needs TLS", "needs a password", "needs sentinel_password"
	for url, want := range map[string][]string{
		"":                                                       {"the embedded Redis"},
		"redis://127.0.0.1:6379":                                 nil,
		"redis://localhost/1":                                    nil,
		"redis://[::1]:6379":                                     nil,
		"redis+cluster://127.0.0.1,[::1]":                        {tls, password},
		"redis+sentinel://127.0.0.1/master":                      {tls, password, sentinels},
		"redis://redis:6379":                                     {tls, password},
		"redis://:secret@redis:6379":                             {tls},
		"redis://user@redis:6379":                                {tls, password},
		"rediss://redis:6379":                                    {password},
		"rediss://:secret@redis:6379":                            nil,
		"redis://redis.localhost":                                {tls, password},
		"redis://127.0.0.1.example":                              {tls, password},
		"redis+cluster://127.0.0.1,redis":                        {tls, password},
		"redis+cluster://:secret@a,b":                            {tls},
		"rediss+cluster://:secret@a,b":                           nil,
		"redis+sentinel://a,b/master":                            {tls, password, sentinels},
		"rediss+sentinel://:secret@a/master":                     {sentinels},
		"rediss+sentinel://:secret@a/master?sentinel_password=x": nil,
	} {
		err := service.Settings{Profile: config.Production, Listen: ":1", RedisURL: config.Secret(url)}.Validate()
		if (err == nil) != (want == nil) || err != nil && strings.Count(err.Error(), "redis-url: ") != len(want) {
			t.Errorf("%s: got %v, want %q", url, err, want)
		}
		for _, w := range want {
			if err == nil || !strings.Contains(err.Error(), w) {
				t.Errorf("%s: got %v, want %q in it", url, err, w)
			}
		}
		if dev := (service.Settings{Profile: config.Dev, Listen: ":1", RedisURL: config.Secret(url)}).Validate(); dev != nil {
			t.Errorf("%s in dev: %v", url, dev)
		}
	}
}

func TestListen(t *testing.T) {
	for addr, good := range map[string]bool{"localhost:9000": true, ":9000": true, "[::1]:0": true, "9000": false, "localhost": false, ":http": false, ":70000": false, "": false} {
		if err := (service.Settings{Profile: config.Dev, Listen: addr}).Validate(); (err == nil) != good {
			t.Errorf("%q: got %v", addr, err)
		}
	}
}
