package production_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"io"
	"log"
	"math/big"
	"net"
	"net/http"
	"net/http/httputil"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// proxyAddress is the address from which the proxy calls the services, and proxyNet the prefix
// that they trust. The test itself calls from other addresses.
const (
	proxyAddress = "127.0.0.2"
	proxyNet     = proxyAddress + "/32"
)

// proxy terminates TLS for all hosts, and passes each request to the next replica of its host.
type proxy struct {
	port     string
	listener net.Listener
	ready    atomic.Pointer[map[string][]string] // host:port of the replicas, by public host name

	mu    sync.Mutex
	turns map[string]int            // number of requests by host
	paths map[string]map[string]int // number of requests for each replica, by path
}

func newProxy(t *testing.T, ca *authority, hosts ...string) *proxy {
	t.Helper()
	inner, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p := &proxy{turns: map[string]int{}, paths: map[string]map[string]int{}}
	_, p.port, _ = net.SplitHostPort(inner.Addr().String())
	p.listener = tls.NewListener(inner, &tls.Config{Certificates: []tls.Certificate{ca.certify(t, hosts...)}, MinVersion: tls.VersionTLS12})
	dialer := &net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(proxyAddress)}}
	transport := &http.Transport{DialContext: func(ctx context.Context, network, addr string) (net.Conn, error) {
		return dialer.DialContext(ctx, network, addr)
	}}
	server := &http.Server{ReadHeaderTimeout: time.Minute, ErrorLog: log.New(io.Discard, "", 0), Handler: &httputil.ReverseProxy{
		ErrorLog:  log.New(io.Discard, "", 0), // clients disconnect, and services end before the proxy
		Transport: transport,
		Rewrite: func(r *httputil.ProxyRequest) {
			r.Out.URL.Scheme, r.Out.URL.Host, r.Out.Host = "http", p.next(r.In), r.In.Host
			r.SetXForwarded() // replaces the value that the caller sent
		},
	}}
	go func() { _ = server.Serve(p.listener) }()
	t.Cleanup(func() { _ = server.Close(); transport.CloseIdleConnections() })
	return p
}

// next returns the replica for the request.
func (p *proxy) next(r *http.Request) string {
	host, _, _ := net.SplitHostPort(r.Host)
	replicas := (*p.ready.Load())[host]
	p.mu.Lock()
	defer p.mu.Unlock()
	replica := replicas[p.turns[host]%len(replicas)]
	p.turns[host]++
	if p.paths[r.URL.Path] == nil {
		p.paths[r.URL.Path] = map[string]int{}
	}
	p.paths[r.URL.Path][replica]++
	return replica
}

// asked returns the number of requests that each replica had for the path.
func (p *proxy) asked(path string) map[string]int {
	p.mu.Lock()
	defer p.mu.Unlock()
	asked := map[string]int{}
	for replica, n := range p.paths[path] {
		asked[replica] = n
	}
	return asked
}

// authority is a temporary certificate authority.
type authority struct {
	key  *ecdsa.PrivateKey
	cert *x509.Certificate
	pem  []byte
}

func newAuthority() (*authority, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "throw-away"}, IsCA: true, BasicConstraintsValid: true,
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), KeyUsage: x509.KeyUsageCertSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		return nil, err
	}
	cert, err := x509.ParseCertificate(der)
	return &authority{key: key, cert: cert, pem: pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})}, err
}

// certify makes a server certificate.
func (a *authority) certify(t *testing.T, hosts ...string) tls.Certificate {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: hosts[0]}, DNSNames: hosts,
		NotBefore: a.cert.NotBefore, NotAfter: a.cert.NotAfter, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, a.cert, &key.PublicKey, a.key)
	if err != nil {
		t.Fatal(err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}
}
