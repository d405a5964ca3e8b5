package localca

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"net"
	"net/netip"
	"time"

	"quartet.example/shared/localnet"
)

const (
	lifetime  = 7 * 24 * time.Hour
	clockSkew = time.Hour // programs in a virtual machine may have a clock that is late
)

// Authority is a CA, and the certificate that it signed.
type Authority struct {
	// PEM is the certificate of the CA. It is public.
	PEM []byte

	server tls.Certificate
}

// New makes a CA and a certificate for hosts, localhost, 127.0.0.1 and ::1, both valid for a week
// from now. It returns an error for a host that is not a name or address of this machine. The names
// are listed one by one, because OpenSSL does not accept *.localhost for auth.localhost.
func New(hosts []string, now time.Time) (*Authority, error) {
	server, err := serverTemplate(hosts, now)
	if err != nil {
		return nil, err
	}
	root := rootTemplate(now)
	rootKey, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	rootDER, err := x509.CreateCertificate(rand.Reader, root, root, rootKey.Public(), rootKey)
	if err != nil {
		return nil, err
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	serverDER, err := x509.CreateCertificate(rand.Reader, server, root, key.Public(), rootKey)
	if err != nil {
		return nil, err
	}
	return &Authority{
		PEM:    pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: rootDER}),
		server: tls.Certificate{Certificate: [][]byte{serverDER}, PrivateKey: key},
	}, nil
}

// rootTemplate returns the CA. If somebody had its key, critical name constraints would still limit
// it to names and addresses of this machine (RFC 5280 §4.2.1.10), and the extended key usage to
// servers.
func rootTemplate(now time.Time) *x509.Certificate {
	return &x509.Certificate{
		Subject:               pkix.Name{CommonName: "Quartet demo CA, made " + now.UTC().Format("2006-01-02 15:04:05")},
		NotBefore:             now.Add(-clockSkew),
		NotAfter:              now.Add(lifetime),
		IsCA:                  true,
		BasicConstraintsValid: true,
		MaxPathLenZero:        true,
		KeyUsage:              x509.KeyUsageCertSign,
		ExtKeyUsage:           []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},

		PermittedDNSDomainsCritical: true,
		PermittedDNSDomains:         []string{"localhost"}, // and the names below it
		PermittedIPRanges:           []*net.IPNet{{IP: net.IPv4(127, 0, 0, 0).To4(), Mask: net.CIDRMask(8, 32)}, {IP: net.IPv6loopback, Mask: net.CIDRMask(128, 128)}},
	}
}

// serverTemplate returns the certificate of the servers.
func serverTemplate(hosts []string, now time.Time) (*x509.Certificate, error) {
	c := &x509.Certificate{
		Subject:     pkix.Name{CommonName: "Quartet demo"},
		NotBefore:   now.Add(-clockSkew),
		NotAfter:    now.Add(lifetime),
		KeyUsage:    x509.KeyUsageDigitalSignature,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	seen := map[string]bool{}
	for _, host := range append([]string{"localhost", "127.0.0.1", "::1"}, hosts...) {
		if !localnet.IsLoopback(host) {
			return nil, fmt.Errorf("%s is not a name of this machine: the local CA is for localhost, names below it, and loopback addresses", host)
		}
		if seen[host] {
			continue
		}
		seen[host] = true
		if ip, err := netip.ParseAddr(host); err == nil {
			c.IPAddresses = append(c.IPAddresses, ip.AsSlice())
		} else {
			c.DNSNames = append(c.DNSNames, host)
		}
	}
	return c, nil
}

// Server returns the TLS settings of the servers.
func (a *Authority) Server() *tls.Config {
	return &tls.Config{Certificates: []tls.Certificate{a.server}, MinVersion: tls.VersionTLS12}
}

// Roots returns the CAs of this system and a.
func (a *Authority) Roots() *x509.CertPool { return rootsWith(a.PEM) }

// rootsWith returns the CAs of this system and those in pem.
func rootsWith(pem []byte) *x509.CertPool {
	roots, err := x509.SystemCertPool()
	if err != nil { // no servers elsewhere can be reached then
		roots = x509.NewCertPool()
	}
	roots.AppendCertsFromPEM(pem)
	return roots
}
