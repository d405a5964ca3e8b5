package localnet

import (
	"net/http"
	"net/url"
)

// proxyForOthers is the proxy of the environment, except for this machine.
func proxyForOthers(r *http.Request) (*url.URL, error) {
	if IsLocal(r.URL.Hostname()) {
		return nil, nil
	}
	return http.ProxyFromEnvironment(r)
}
