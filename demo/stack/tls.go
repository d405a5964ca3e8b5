package stack

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"quartet.example/demo/localca"
	"quartet.example/shared/localnet"
)

// useTLS changes the URLs of the four services to https. URLs of other servers, such as that of
// another issuer, stay.
func (s *Settings) useTLS() error {
	switch {
	case s.Authserver.Profile.IsProduction(), s.Resourceserver.Profile.IsProduction(), s.Client.Profile.IsProduction():
		return errors.New("QUARTET_TLS is for the dev profile: in production, browsers would use https for every program on localhost from then on (RFC 6797), and a proxy does TLS")
	case !s.Authserver.RandomSeed.IsZero():
		return errors.New("QUARTET_TLS and RANDOM_SEED do not go together: TLS draws random numbers too, so that no two runs are the same")
	}
	s.TLS = true
	ours := map[string]bool{}
	for _, service := range s.Services() {
		ours[service.Host()] = true
	}
	for _, address := range s.urls() {
		if rest, ok := strings.CutPrefix(*address, "http://"); ok && ours[localnet.HostOf(*address)] {
			*address = "https://" + rest
		}
	}
	s.Authserver.Listen = s.listenAtIssuer()
	return nil
}

// listenAtIssuer returns the address of the authorization server with the port of the issuer, if the
// setting has none. The server itself does not use the port of an https issuer, because normally a
// proxy listens there.
func (s *Settings) listenAtIssuer() string {
	host, port, err := net.SplitHostPort(s.Authserver.Listen)
	u, urlErr := url.Parse(s.Authserver.Issuer)
	if err != nil || urlErr != nil || port != "" || u.Port() == "" {
		return s.Authserver.Listen
	}
	return net.JoinHostPort(host, u.Port())
}

// urls returns all settings that can be the URL of a service of the stack.
func (s *Settings) urls() []*string {
	return []*string{
		&s.Authserver.Issuer, &s.Authserver.InspectorURL,
		&s.Resourceserver.Issuer, &s.Resourceserver.Resource,
		&s.Client.Issuer, &s.Client.PublicURL, &s.Client.APIURL, &s.Client.InspectorURL,
		&s.Inspector.PublicURL, &s.Inspector.ClientURL, &s.Inspector.AuthserverURL, &s.Inspector.ResourceserverURL,
	}
}

// CAFile returns the file that has the certificate of the local CA while the stack runs with TLS.
func (s *Settings) CAFile() (localca.File, error) {
	return localca.FileFor(Service{URL: s.Authserver.Issuer}.Port())
}

// HTTP returns a client for requests to a running stack with these settings, from another process.
func (s *Settings) HTTP(timeout time.Duration) *http.Client {
	return httpClient(s.roots(), "", timeout)
}

// roots returns the CAs to trust in requests to a running stack; nil is those of the system.
func (s *Settings) roots() *x509.CertPool {
	if !s.TLS {
		return nil
	}
	file, err := s.CAFile()
	if err != nil {
		return nil
	}
	return file.Roots()
}

// httpClient returns a client that trusts roots. name is the name that the certificates must
// have; "" is the host of the URL.
func httpClient(roots *x509.CertPool, name string, timeout time.Duration) *http.Client {
	transport := localnet.Trusting(roots)
	transport.TLSClientConfig.ServerName = name
	return localnet.NewClient(&http.Client{Transport: transport}, localnet.Options{Timeout: timeout, Redirect: localnet.SameOrigin})
}

// certify makes the local CA, and writes its certificate to the file for other programs. Without TLS
// it removes the file of a run that was killed, because the file tells them that the stack has TLS.
func (r *Running) certify() error {
	file, err := r.Settings.CAFile()
	switch {
	case !r.Settings.TLS && err != nil: // this user has no such folder
		return nil //nolint:nilerr // see the comment of the function
	case !r.Settings.TLS:
		return file.Discard()
	case err != nil:
		return err
	}
	var hosts []string
	for _, s := range r.Settings.Services() {
		u, err := url.Parse(s.URL)
		if err != nil {
			return err
		}
		hosts = append(hosts, u.Hostname())
	}
	if r.CA, err = localca.New(hosts, time.Now()); err != nil { // the clock of other programs, not that of the demo
		return err
	}
	if err := file.Write(r.CA); err != nil {
		return err
	}
	r.ends = append(r.ends, func() error { return file.Remove(r.CA) })
	return nil
}

// serverTLS returns the TLS settings of the servers, or nil for http.
func (r *Running) serverTLS() *tls.Config {
	if r.CA == nil {
		return nil
	}
	return r.CA.Server()
}

// trusted returns the CAs that the services trust in their requests, or nil for those of the system.
func (r *Running) trusted() *x509.CertPool {
	if r.CA == nil {
		return nil
	}
	return r.CA.Roots()
}
