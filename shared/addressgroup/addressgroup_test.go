package addressgroup_test

import (
	"testing"

	"quartet.example/shared/addressgroup"
)

func TestOf(t *testing.T) {
	for address, want := range map[string]string{
		"192.0.2.1":            "192.0.2.1",
		"::ffff:192.0.2.1":     "192.0.2.1", // the same host
		"2001:db8:1:2::3":      "2001:db8:1:2::/64",
		"2001:db8:1:2:ffff::9": "2001:db8:1:2::/64",
		"2001:db8:1:3::3":      "2001:db8:1:3::/64",
		"fe80::1%eth0":         "fe80::/64",
		"::1":                  "::/64",
		"":                     "",
		"example.com":          "",
		"192.0.2.1, 10.0.0.1":  "",
	} {
		if got := addressgroup.Of(address); got != want {
			t.Errorf("%q: got %q, want %q", address, got, want)
		}
	}
}
