package localnet

import (
	"errors"
	"net/http"
	"net/url"
)

// errProxy does not quote the variable: there may be a password in it.
var errProxy = errors.New("HTTP_PROXY, HTTPS_PROXY: is not the URL of a proxy")

// proxyForOthers is the proxy of the environment, except for this machine.
func proxyForOthers(r *http.Request) (*url.URL, error) {
	if IsLocal(r.URL.Hostname()) {
		return nil, nil
	}
	proxy, err := http.ProxyFromEnvironment(r)
	if err != nil {
		return nil, errProxy
	}
	return proxy, nil
}
