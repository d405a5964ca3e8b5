package localca_test

import (
	"bytes"
	"crypto/x509"
	"encoding/pem"
	"os"
	"path/filepath"
	"testing"
	"time"

	"quartet.example/demo/localca"
)

var now = time.Date(2026, time.November, 30, 12, 0, 0, 0, time.UTC)

func made(t *testing.T) (*localca.Authority, *x509.Certificate, *x509.Certificate) {
	t.Helper()
	ca, err := localca.New([]string{"auth.localhost", "app.lab.localhost", "127.0.0.5"}, now)
	if err != nil {
		t.Fatal(err)
	}
	block, rest := pem.Decode(ca.PEM)
	if block == nil || block.Type != "CERTIFICATE" || len(rest) > 0 {
		t.Fatalf("want one certificate and nothing else, got %s", ca.PEM)
	}
	root, err := x509.ParseCertificate(block.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	leaf, err := x509.ParseCertificate(ca.Server().Certificates[0].Certificate[0])
	if err != nil {
		t.Fatal(err)
	}
	return ca, root, leaf
}

func TestTheCertificateIsForTheNamesOfTheStack(t *testing.T) {
	_, root, leaf := made(t)
	roots := x509.NewCertPool()
	roots.AddCert(root)
	for name, tt := range map[string]struct {
		host string
		at   time.Time
		want bool
	}{
		"a name of the stack":       {"auth.localhost", now, true},
		"a name below another":      {"app.lab.localhost", now, true},
		"localhost":                 {"localhost", now, true},
		"IPv4 loopback":             {"127.0.0.1", now, true},
		"another loopback address":  {"127.0.0.5", now, true},
		"IPv6 loopback":             {"::1", now, true},
		"a clock that is late":      {"localhost", now.Add(-time.Minute), true},
		"six days later":            {"localhost", now.Add(6 * 24 * time.Hour), true},
		"not another name":          {"other.localhost", now, false},
		"not a name elsewhere":      {"auth.example", now, false},
		"not an address elsewhere":  {"192.0.2.1", now, false},
		"not after a week":          {"localhost", now.Add(7*24*time.Hour + time.Second), false},
		"not long before its birth": {"localhost", now.Add(-2 * time.Hour), false},
	} {
		_, err := leaf.Verify(x509.VerifyOptions{DNSName: tt.host, Roots: roots, CurrentTime: tt.at})
		if (err == nil) != tt.want {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

// A certificate authority that somebody trusts must be of no use for other names.
func TestTheCAIsLimitedToThisMachine(t *testing.T) {
	_, root, _ := made(t)
	if !root.PermittedDNSDomainsCritical || len(root.PermittedDNSDomains) != 1 || root.PermittedDNSDomains[0] != "localhost" {
		t.Errorf("names: got %v, critical %v", root.PermittedDNSDomains, root.PermittedDNSDomainsCritical)
	}
	for _, r := range root.PermittedIPRanges {
		if !r.IP.IsLoopback() {
			t.Errorf("addresses: got %s", r)
		}
	}
	if len(root.PermittedIPRanges) != 2 || !root.MaxPathLenZero || !root.IsCA || root.KeyUsage != x509.KeyUsageCertSign {
		t.Errorf("got ranges %v, path length %d, usage %d", root.PermittedIPRanges, root.MaxPathLen, root.KeyUsage)
	}
}

func TestNamesElsewhereAreRefused(t *testing.T) {
	for _, host := range []string{"auth.example", "localhost.example", "192.0.2.1", "", "::"} {
		if _, err := localca.New([]string{host}, now); err == nil {
			t.Errorf("%q: got a certificate", host)
		}
	}
}

// No private key may reach the disk, and the file must go with the stack that wrote it.
func TestTheFile(t *testing.T) {
	for _, home := range []string{"HOME", "XDG_CACHE_HOME", "LocalAppData"} {
		t.Setenv(home, t.TempDir())
	}
	ca, _, _ := made(t)
	later, _, _ := made(t)
	file, err := localca.FileFor("9000")
	if err != nil {
		t.Fatal(err)
	}
	if file.Exists() || file.Discard() != nil || file.Remove(ca) != nil {
		t.Error("a file that does not exist must be no error")
	}
	for _, one := range []*localca.Authority{ca, later} { // the second replaces the first
		if err := file.Write(one); err != nil {
			t.Fatal(err)
		}
	}
	written, err := os.ReadFile(string(file))
	if err != nil || !bytes.Equal(written, later.PEM) {
		t.Errorf("got %s, %v", written, err)
	}
	if others, _ := filepath.Glob(filepath.Join(filepath.Dir(string(file)), "*")); len(others) != 1 {
		t.Errorf("got files %v, want one", others)
	}
	if !file.Roots().Equal(later.Roots()) || file.Roots().Equal(ca.Roots()) {
		t.Error("the file must make the later CA trusted, and no other")
	}
	if err := file.Remove(ca); err != nil || !file.Exists() {
		t.Errorf("the file of another stack was removed: %v", err)
	}
	if err := file.Remove(later); err != nil || file.Exists() {
		t.Errorf("the file is still there: %v", err)
	}
}
